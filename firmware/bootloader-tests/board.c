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

enum { BOOTLOADER = 0x7e00, MCUSR = 0x54, EXTRF = 0x02, SPL = 0x5d, SPH = 0x5e, CYCLES_A_LOOK = 2000 };

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

// The bootloader waits a second of its own clock, which must not run faster than that of whom it waits for.
static void pace(avr_t* avr, const struct timespec* began) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  long long real = (now.tv_sec - began->tv_sec) * 1000000LL + (now.tv_nsec - began->tv_nsec) / 1000;
  long long ahead = (long long)(avr->cycle / 16) - real;
  if (ahead > 0) usleep(ahead);
}

// What simavr leaves to others: the reset came from outside, and the stack begins where the data sheet says.
static void resetFromOutside(avr_t* avr) {
  avr_reset(avr);
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
  if (!avr || !boot) return 2;
  avr_init(avr);
  avr->frequency = 16000000;
  memset(avr->flash, 0xff, avr->flashend + 1);
  memcpy(avr->flash + start, boot, size);
  avr->codeend = avr->flashend;
  avr->reset_pc = BOOTLOADER;
  resetFromOutside(avr);

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
  struct timespec began;
  clock_gettime(CLOCK_MONOTONIC, &began);
  for (;;) {
    for (avr_cycle_count_t until = avr->cycle + CYCLES_A_LOOK; avr->cycle < until;)
      if (avr_run(avr) == cpu_Crashed) return 3;
    pace(avr, &began);
    if (avr->pc < BOOTLOADER) silenceWatchdog(avr);
    if (resetIsPulled) {
      resetIsPulled = 0;
      resetFromOutside(avr);
    }
    unsigned char byte;
    ssize_t got = ready ? read(STDIN_FILENO, &byte, 1) : -1;
    if (got == 1) avr_raise_irq(input, byte);
    if (got == 0) break;
  }
  keep(avr, arguments[2]);
  return 0;
}
