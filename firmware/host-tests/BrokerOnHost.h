#pragma once

#include <string>
#include <vector>

#include "KitMqtt.h"

/** A kit whose broker is a string of bytes, and whose clock is set by hand. */
class KitOnHost : public KitMqtt {
 public:
  KitOnHost() : KitMqtt(slots_) {}

  std::string in;
  std::string out;
  bool isReachable = true;
  bool isOpen = false;
  int opened = 0;
  long writable = -1; // how many more bytes the line takes, -1 for all
  unsigned long time = 0;

  /** Lets the kit read all of this. */
  void hear(const std::string& bytes) {
    in += bytes;
    do loop();
    while (isOpen && !in.empty());
  }

  /** Lets time go by, in small steps. */
  void pass(unsigned long ms) {
    for (const unsigned long end = time + ms; time != end; time++) loop();
  }

  /** What the kit has written since it was asked last. */
  std::string said() {
    std::string result;
    result.swap(out);
    return result;
  }

 protected:
  unsigned long clock() override { return time; }
  bool openLine() override {
    opened++;
    in.clear();
    return isOpen = isReachable;
  }
  bool lineIsOpen() override { return isOpen; }
  void closeLine() override { isOpen = false; }
  int readByte() override {
    if (in.empty()) return -1;
    const uint8_t byte = static_cast<uint8_t>(in[0]);
    in.erase(0, 1);
    return byte;
  }
  bool write(const uint8_t* bytes, uint8_t count) override {
    if (writable >= 0 && writable < count) return false;
    if (writable >= 0) writable -= count;
    out.append(reinterpret_cast<const char*>(bytes), count);
    return true;
  }

 private:
  Slots slots_;
};

// Packets as a broker writes them.
std::string packet(uint8_t header, const std::string& body);
std::string connack(uint8_t code = 0, bool sessionIsPresent = false);
std::string published(const std::string& topic, const std::string& value, int qos = 0, uint16_t id = 7, bool dup = false);
std::string acknowledged(uint8_t header, uint16_t id);

/** Packets that a kit wrote, in words, apart by `; `. */
std::string read(const std::string& bytes);

/** A kit `class.lamp` that has been welcomed; what it said until then is forgotten. */
void welcome(KitOnHost& kit, bool sessionIsPresent = false);
