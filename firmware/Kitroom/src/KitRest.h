#pragma once

#if defined(__AVR__)
#include <avr/sleep.h>
#endif

/** Lets the processor idle until the next interrupt: a byte that comes, or the clock's tick after a millisecond at most. */
inline void kitRest() {
#if defined(__AVR__)
  set_sleep_mode(SLEEP_MODE_IDLE);
  sleep_mode();
#endif
}
