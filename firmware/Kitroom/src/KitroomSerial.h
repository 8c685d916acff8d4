#pragma once

#include <Arduino.h>

#include "KitCable.h"
#include "KitRest.h"

/** A kit on the USB cable: `KitroomSerial kit(Serial);`. The sketch begins the port, with 115200 baud. */
class KitroomSerial : public KitCable {
 public:
  explicit KitroomSerial(Stream& line) : KitCable(slots_), line_(line) {}

  /** Does what is due, then rests until something happens. */
  void loop() {
    Kit::loop();
    if (!line_.available()) kitRest();
  }

 protected:
  unsigned long clock() override { return millis(); }
  int readByte() override { return line_.read(); }
  void writeByte(uint8_t byte) override { line_.write(byte); }

 private:
  Stream& line_;
  Slots slots_;
};
