#pragma once

#include <stdint.h>

#if defined(__AVR__)
#include <avr/pgmspace.h>
#elif defined(ESP8266)
#include <pgmspace.h>
#else
#define KITROOM_ONE_MEMORY
#endif

#if !defined(ARDUINO_API_VERSION)
class __FlashStringHelper; // newer cores declare it in a namespace of their own
#endif

/** Text that somebody else keeps, in RAM or in flash (`F("led")`). Nothing is copied: what it looks at must outlive it. */
class KitText {
 public:
  KitText(const char* text) : at_(text), inFlash_(false) {}
  KitText(const __FlashStringHelper* text) : at_(reinterpret_cast<const char*>(text)), inFlash_(true) {}
  KitText() : at_(""), inFlash_(false) {}

  /** The byte at `index`, which is at most `length()`; there it is zero. */
  char operator[](uint16_t index) const {
#if defined(KITROOM_ONE_MEMORY)
    return at_[index];
#else
    return inFlash_ ? static_cast<char>(pgm_read_byte(at_ + index)) : at_[index];
#endif
  }

  /** How many bytes stand before the zero byte. */
  uint16_t length() const {
    uint16_t length = 0;
    while ((*this)[length] != '\0') length++;
    return length;
  }

  /** Whether this is the same text. */
  bool is(const char* other) const {
    uint16_t i = 0;
    while ((*this)[i] != '\0' && (*this)[i] == other[i]) i++;
    return (*this)[i] == other[i];
  }

 private:
  const char* at_;
  bool inFlash_;
};

/** Text of the library's own, kept in flash where flash is another memory. */
#if defined(KITROOM_ONE_MEMORY)
#define KIT_TEXT(literal) KitText(literal)
#else
#define KIT_TEXT(literal) KitText(reinterpret_cast<const __FlashStringHelper*>(PSTR(literal)))
#endif
