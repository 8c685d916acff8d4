#pragma once

#include <stdint.h>

/** What a command carries. It is the handler's until the handler returns; who needs it longer copies it. */
class KitValue {
 public:
  KitValue(const char* name, const char* text, uint16_t length)
      : name_(name), text_(text), length_(length) {}

  /** The stream that is commanded, for a handler of several. */
  const char* name() const { return name_; }

  /** The value as it came, ended by a zero byte. */
  const char* text() const { return text_; }

  /** How many bytes it has; more than strlen(text()) where it is no text. */
  uint16_t length() const { return length_; }

  /** `on`, `true` (large or small letters) and numbers other than 0; everything else is off. */
  bool isOn() const;

  /** The number it is, `otherwise` where it is none. */
  float number(float otherwise = 0) const;

 private:
  const char* name_;
  const char* text_;
  uint16_t length_;
};
