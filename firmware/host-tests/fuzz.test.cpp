#include <random>

#include "BrokerOnHost.h"
#include "CableOnHost.h"
#include "testing.h"

static const int ROUNDS = 200000;

static void nothing(KitValue value) { CHECK(value.length() <= KITROOM_MESSAGE); }

/** Packets, some of them real ones, some with damage, some noise. */
static std::string somePacket(std::mt19937& dice) {
  const uint16_t id = static_cast<uint16_t>(dice() % 20);
  std::string bytes;
  switch (dice() % 6) {
    case 0:
      bytes = published("class/lamp/set/led", std::string(dice() % 200, 'x'), static_cast<int>(dice() % 3), id);
      break;
    case 1:
      bytes = acknowledged(static_cast<uint8_t>("\x40\x50\x62\x70"[dice() % 4]), id);
      break;
    case 2:
      bytes = published("class/lamp/errors", R"({"code":"too-)" + std::string(dice() % 150, 'm'));
      break;
    case 3:
      bytes = packet(0xD0, "");
      break;
    case 4:
      bytes = packet(0x90, {0, 1, 2, static_cast<char>(dice())});
      break;
    default:
      for (unsigned i = dice() % 12; i > 0; i--) bytes += static_cast<char>(dice());
  }
  if (dice() % 4 == 0 && !bytes.empty()) bytes[dice() % bytes.size()] = static_cast<char>(dice());
  return bytes;
}

TEST("200,000 packets at random, many of them damaged: whatever a kit says stays MQTT, and it always comes back") {
  std::mt19937 dice(3);
  KitOnHost kit;
  kit.on("led", nothing);
  welcome(kit);
  int welcomes = 0;
  for (int i = 0; i < ROUNDS; i++) {
    kit.time += dice() % 50;
    if (dice() % 8 == 0) kit.publish("count", i, static_cast<uint8_t>(dice() % 3));
    kit.hear(somePacket(dice));
    if (dice() % 500 == 0) kit.isOpen = false;
    if (!kit.isOpen) {
      kit.said();
      for (int loops = 0; loops < 2 && !kit.isOpen; loops++) { // the first one sees that the line is cut
        kit.time += 66000;
        kit.loop();
      }
      kit.hear(connack(0, dice() % 2));
      CHECK(kit.connected());
      welcomes++;
    }
    const std::string words = read(kit.said());
    CHECK(words.find("torn") == std::string::npos && words.find("no packet") == std::string::npos);
  }
  CHECK(welcomes > 100);
}

TEST("200,000 lines at random on the cable: whatever a kit says are frames") {
  std::mt19937 dice(4);
  CableOnHost kit;
  kit.on("led", nothing);
  const std::string marks = "@*%\n\r AF09led$";
  for (int i = 0; i < ROUNDS; i++) {
    std::string line = dice() % 2 ? frame("led " + std::string(dice() % 120, 'x')) : "";
    for (unsigned n = dice() % 8; n > 0; n--) {
      const char byte = dice() % 2 ? marks[dice() % marks.size()] : static_cast<char>(dice());
      line.insert(dice() % (line.size() + 1), 1, byte);
    }
    kit.hear(line);
    const std::string said = kit.said();
    CHECK(said.empty() || (said[0] == '@' && said[said.size() - 1] == '\n'));
  }
}
