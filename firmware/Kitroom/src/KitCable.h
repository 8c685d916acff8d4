#pragma once

#include "Kit.h"

/**
 * A kit at the end of a cable. Readings and commands are lines `@name value*HH`, HH being the XOR of all bytes between `@`
 * and `*`; every other line is the sketch's own print. firmware/README.md has the rules.
 */
class KitCable : public Kit {
 public:
  /** Says hello. User and key are left to the page at the other end. */
  void begin(KitText user = KitText(), KitText key = KitText());

  /** A cable cannot be seen to be there: readings are sent either way. */
  bool connected() const override { return true; }

 protected:
  explicit KitCable(Slots& slots);

  /** Sends one byte; waits where the line's own buffer is full. */
  virtual void writeByte(uint8_t byte) = 0;

  void turn() override;
  bool send(KitText name, KitText value, uint8_t qos, bool retain) override;

 private:
  enum State : uint8_t { CONSOLE, BODY, HIGH_DIGIT, LOW_DIGIT, END, SKIPPED };

  State next(char byte);
  State skipLine(KitError error);
  void obey();
  void answer(char* name, char* value, uint16_t valueLength);
  void say(KitText name, KitText value);
  void putEscaped(KitText text);
  void put(char byte);

  State state_;
  uint8_t sum_;
  uint8_t writtenSum_;
  uint16_t length_;
  char frame_[KITROOM_MESSAGE + 2];
};
