#pragma once

#include <string>

#include "KitCable.h"

/** A kit whose cable is two strings and whose clock is set by hand. */
class CableOnHost : public KitCable {
 public:
  CableOnHost() : KitCable(slots_) {}

  std::string in;
  std::string out;
  unsigned long time = 0;

  /** Lets the kit read all of this. */
  void hear(const std::string& bytes) {
    in += bytes;
    while (!in.empty()) loop();
  }

  /** What the kit has said since it was asked last. */
  std::string said() {
    std::string result;
    result.swap(out);
    return result;
  }

 protected:
  unsigned long clock() override { return time; }
  int readByte() override {
    if (in.empty()) return -1;
    const uint8_t byte = static_cast<uint8_t>(in[0]);
    in.erase(0, 1);
    return byte;
  }
  void writeByte(uint8_t byte) override { out += static_cast<char>(byte); }

 private:
  Slots slots_;
};

/** A frame as the page at the other end makes it. */
inline std::string frame(const std::string& body) {
  uint8_t sum = 0;
  for (const char byte : body) sum ^= static_cast<uint8_t>(byte);
  return "@" + body + "*" + "0123456789ABCDEF"[sum >> 4] + "0123456789ABCDEF"[sum & 15] + "\n";
}
