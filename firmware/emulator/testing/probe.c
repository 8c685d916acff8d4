/*
 * What the emulator's own tests run: a letter in, an answer out, asleep in between. Built by
 *   avr-gcc -mmcu=atmega328p -DF_CPU=16000000UL -Os -std=gnu11 -Wall -Wextra -Werror probe.c -o probe.elf
 *   avr-objcopy -O ihex -R .eeprom probe.elf probe.hex
 */
#include <avr/eeprom.h>
#include <avr/interrupt.h>
#include <avr/io.h>
#include <avr/sleep.h>
#include <stdio.h>
#include <util/delay.h>

static volatile uint32_t milliseconds;
static volatile uint8_t ring[16];
static volatile uint8_t head;
static uint8_t tail;

ISR(TIMER0_COMPA_vect) { milliseconds++; }
ISR(USART_RX_vect) { ring[head++ & 15] = UDR0; }

static void say(const char *text) {
  for (; *text; text++) {
    loop_until_bit_is_set(UCSR0A, UDRE0);
    UDR0 = *text;
  }
}

static void say_number(char name, uint32_t value) {
  char text[16];
  snprintf(text, sizeof text, "%c%lu\n", name, (unsigned long)value);
  say(text);
}

static uint16_t read_analog(uint8_t channel) {
  ADMUX = _BV(REFS0) | channel;
  ADCSRA |= _BV(ADSC);
  loop_until_bit_is_clear(ADCSRA, ADSC);
  return ADC;
}

/* 0 to 5 read a channel, L and l switch the LED, b tells the button, t the time, e counts in EEPROM,
   d is deaf for 24 bytes' time, s sets the UART up again; the rest comes back. */
static void obey(uint8_t letter) {
  if (letter >= '0' && letter <= '5') say_number('a', read_analog(letter - '0'));
  else if (letter == 'L') PORTB |= _BV(PB5);
  else if (letter == 'l') PORTB &= ~_BV(PB5);
  else if (letter == 'b') say_number('b', (PIND >> PD2) & 1);
  else if (letter == 't') say_number('t', milliseconds);
  else if (letter == 's') {
    UCSR0A = 0;
    UCSR0A = _BV(U2X0);
  } else if (letter == 'e') {
    uint8_t starts = eeprom_read_byte((uint8_t *)1) + 1;
    eeprom_write_byte((uint8_t *)1, starts);
    say_number('e', starts);
  } else if (letter == 'd') {
    cli();
    _delay_us(2100);
    sei();
  } else {
    const char text[2] = {(char)letter, 0};
    say(text);
  }
}

int main(void) {
  DDRB |= _BV(PB5);
  PORTD |= _BV(PD2);
  ADCSRA = _BV(ADEN) | 7;
  UBRR0 = 16;
  UCSR0A = _BV(U2X0);
  UCSR0B = _BV(RXEN0) | _BV(TXEN0) | _BV(RXCIE0);
  TCCR0A = _BV(WGM01);
  TCCR0B = _BV(CS01) | _BV(CS00);
  OCR0A = 249;
  TIMSK0 = _BV(OCIE0A);
  sei();
  say("!\n");
  for (;;) {
    while (tail != head) obey(ring[tail++ & 15]);
    sleep_mode();
  }
}
