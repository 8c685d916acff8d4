#pragma once

#include <stdint.h>

/** A number as text, in memory of its own. */
class KitNumber {
 public:
  explicit KitNumber(long value);
  explicit KitNumber(unsigned long value);

  /**
   * `value` rounded to that many decimals (at most 6), or to as many as ten digits leave; without text where it is no
   * number, or beyond 4,294,967,040.
   */
  KitNumber(float value, uint8_t decimals);

  /** The text; empty where there was no number. */
  const char* text() const { return text_ + begin_; }

 private:
  void put(char digit) { text_[--begin_] = digit; }
  void write(unsigned long value, uint8_t decimals, bool negative);

  static const uint8_t SIZE = 24;
  char text_[SIZE];
  uint8_t begin_;
};
