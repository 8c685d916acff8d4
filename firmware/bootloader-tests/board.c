// An ATmega328P in simavr with Arduino's own bootloader: its UART is our standard input and output. SIGUSR1 is its reset
// line. At the end of the input the flash is written to the file that the second argument names.
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <simavr/avr_uart.h>
#include <simavr/sim_avr.h>
#include <simavr/sim_hex.h>
#include <simavr/sim_io.h>

enum { BOOTLOADER = 0x7e00, MCUSR = 0x54, EXTRF = 0x02, SPL = 0x5d, SPH = 0x5e };
enum { CYCLES_A_MICROSECOND = 16, CYCLES_A_LOOK = 2000 };

static int ready = 1;
static volatile sig_atomic_t resetIsPulled = 0;

static void onReset(int signal) {
  (void)signal;
  resetIsPulled = 1;
}

static void onByte(struct avr_irq_t* irq, uint32_t value, void* param) {
  (void)irq;
  (void)param;
  unsigned char byte = value;
  if (write(STDOUT_FILENO, &byte, 1) != 1) return; // nobody listens to the sketch any more
}

static void onFull(struct avr_irq_t* irq, uint32_t value, void* param) {
  (void)irq;
  (void)value;
  (void)param;
  ready = 0;
}

static void onRoom(struct avr_irq_t* irq, uint32_t value, void* param) {
  (void)irq;
  (void)value;
  (void)param;
  ready = 1;
}

static long long microseconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec * 1000000LL + now.tv_nsec / 1000;
}

// The bootloader waits a second of its own clock, which must not run faster than that of whom it waits for: neither
// always, nor to make up for a while in which this machine did something else.
static void pace(long long* due) {
  long long now = microseconds();
  *due += CYCLES_A_LOOK / CYCLES_A_MICROSECOND;
  if (*due > now) usleep(*due - now);
  else *due = now;
}

// Half a sketch may do anything. Where simavr gives up, a chip goes on doing nothing of use, until its reset.
static void run(avr_t* avr) {
  avr_cycle_count_t until = avr->cycle + CYCLES_A_LOOK;
  while (avr->cycle < until) {
    int state = avr_run(avr);
    if (state == cpu_Crashed || state == cpu_Done) return;
  }
}

// What simavr leaves to others: the lock bits kept the bootloader as it was, the reset came from outside, and the stack
// begins where the data sheet says.
static void resetFromOutside(avr_t* avr, const uint8_t* boot, uint32_t size) {
  avr_reset(avr);
  memcpy(avr->flash + BOOTLOADER, boot, size);
  avr->pc = BOOTLOADER;
  avr->data[MCUSR] = EXTRF;
  avr->data[SPL] = avr->ramend & 0xff;
  avr->data[SPH] = avr->ramend >> 8;
  ready = 1;
}

// Optiboot turns its watchdog off before it starts the sketch; simavr's goes on and would reset the board for ever.
static void silenceWatchdog(avr_t* avr) {
  for (avr_cycle_timer_slot_p slot = avr->cycle_timers.timer; slot; slot = slot->next) {
    avr_io_t* io = slot->param;
    for (avr_io_t* known = avr->io_port; known; known = known->next)
      if (known == io && strcmp(io->kind, "watchdog") == 0) {
        avr_cycle_timer_cancel(avr, slot->timer, io);
        return;
      }
  }
}

static void keep(avr_t* avr, const char* path) {
  FILE* file = fopen(path, "wb");
  if (!file || fwrite(avr->flash, 1, avr->flashend + 1, file) != avr->flashend + 1) exit(1);
  fclose(file);
}

int main(int count, char** arguments) {
  if (count != 3) return 2;
  avr_t* avr = avr_make_mcu_by_name("atmega328p");
  uint32_t size = 0, start = 0;
  uint8_t* boot = read_ihex_file(arguments[1], &size, &start);
  if (!avr || !boot || start != BOOTLOADER) return 2;
  avr_init(avr);
  avr->frequency = 16000000;
  memset(avr->flash, 0xff, avr->flashend + 1);
  avr->codeend = avr->flashend;
  avr->reset_pc = BOOTLOADER;
  resetFromOutside(avr, boot, size);

  uint32_t flags = 0;
  avr_ioctl(avr, AVR_IOCTL_UART_GET_FLAGS('0'), &flags);
  flags &= ~(AVR_UART_FLAG_STDIO | AVR_UART_FLAG_POLL_SLEEP);
  avr_ioctl(avr, AVR_IOCTL_UART_SET_FLAGS('0'), &flags);
  avr_irq_t* input = avr_io_getirq(avr, AVR_IOCTL_UART_GETIRQ('0'), UART_IRQ_INPUT);
  avr_irq_register_notify(avr_io_getirq(avr, AVR_IOCTL_UART_GETIRQ('0'), UART_IRQ_OUTPUT), onByte, NULL);
  avr_irq_register_notify(avr_io_getirq(avr, AVR_IOCTL_UART_GETIRQ('0'), UART_IRQ_OUT_XOFF), onFull, NULL);
  avr_irq_register_notify(avr_io_getirq(avr, AVR_IOCTL_UART_GETIRQ('0'), UART_IRQ_OUT_XON), onRoom, NULL);

  signal(SIGPIPE, SIG_IGN);
  signal(SIGUSR1, onReset);
  fcntl(STDIN_FILENO, F_SETFL, O_NONBLOCK);
  long long due = microseconds();
  for (;;) {
    run(avr);
    pace(&due);
    if (avr->pc < BOOTLOADER) silenceWatchdog(avr);
    if (resetIsPulled) {
      resetIsPulled = 0;
      resetFromOutside(avr, boot, size);
    }
    unsigned char byte;
    ssize_t got = ready ? read(STDIN_FILENO, &byte, 1) : -1;
    if (got == 1) avr_raise_irq(input, byte);
    if (got == 0) break;
  }
  keep(avr, arguments[2]);
  return 0;
}
