#include "KitNumber.h"

static const float TEN_DIGITS = 4294967040.0f; // the largest float below 2^32

KitNumber::KitNumber(long value) : begin_(SIZE) {
  const bool negative = value < 0;
  const unsigned long size = static_cast<unsigned long>(value);
  write(negative ? 0 - size : size, 0, negative);
}

KitNumber::KitNumber(unsigned long value) : begin_(SIZE) { write(value, 0, false); }

KitNumber::KitNumber(float value, uint8_t decimals) : begin_(SIZE) {
  const bool negative = value < 0;
  if (negative) value = -value;
  uint8_t scale = 0;
  for (; scale < decimals && value < TEN_DIGITS / 10; scale++) value *= 10;
  if (!(value <= TEN_DIGITS)) { // NaN is not either
    put('\0');
    return;
  }
  const unsigned long digits = static_cast<unsigned long>(value + 0.5f);
  write(digits, scale, negative && digits > 0);
}

/** From the last digit to the first; `decimals` of them stand behind the point. */
void KitNumber::write(unsigned long value, uint8_t decimals, bool negative) {
  put('\0');
  uint8_t written = 0;
  do {
    if (decimals > 0 && written == decimals) put('.');
    put(static_cast<char>('0' + value % 10));
    value /= 10;
    written++;
  } while (value > 0 || written <= decimals);
  if (negative) put('-');
}
