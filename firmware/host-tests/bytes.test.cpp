#include "BrokerOnHost.h"
#include "CableOnHost.h"
#include "testing.h"

// What docs/firmware.md says of a kit `physics-7b.lamp` (P45).

static const char* const KEY = "abcdefghijklmnopqrstuvwxyz";

static size_t bytesSaid(KitOnHost& kit) { return kit.said().size(); }

TEST("P45: connecting takes 81 bytes and the key, then 53 to subscribe and 32 to say online; leaving 33 and 2") {
  KitOnHost kit;
  kit.begin("physics-7b.lamp", KEY);
  kit.loop();
  CHECK_IS(bytesSaid(kit), 81 + strlen(KEY));
  kit.hear(connack());
  CHECK_IS(bytesSaid(kit), 53u + 32u);
  kit.end();
  CHECK_IS(bytesSaid(kit), 33u + 2u);
}

TEST("P45: a reading takes 36 bytes, with QoS 1 or 2 38 and acknowledgements of 4, a command 29, and 22 on the cable") {
  KitOnHost kit;
  kit.begin("physics-7b.lamp", KEY);
  kit.loop();
  kit.hear(connack());
  kit.said();
  kit.publish("temperature", 24.71f);
  CHECK_IS(bytesSaid(kit), 36u);
  kit.publish("temperature", 24.71f, 2);
  CHECK_IS(bytesSaid(kit), 38u);
  kit.hear(acknowledged(0x50, 2));
  CHECK_IS(bytesSaid(kit), 4u);
  CHECK_IS(published("physics-7b/lamp/set/led", "on").size(), 29u);
  CableOnHost cable;
  cable.publish("temperature", 24.71f);
  CHECK_IS(cable.said().size(), 22u);
}

TEST("P45: a kit wakes, connects, publishes, waits for the acknowledgement, says goodbye and sleeps") {
  KitOnHost kit;
  size_t bytes = 0;
  for (int day = 0; day < 3; day++) {
    CHECK(kit.publish("temperature", 24.71f, 1));
    kit.begin("physics-7b.lamp", KEY);
    kit.loop();
    kit.hear(connack(0, day > 0));
    kit.hear(acknowledged(0x40, static_cast<uint16_t>(2 + day)));
    CHECK(kit.delivered());
    kit.end();
    CHECK(!kit.isOpen);
    bytes = bytesSaid(kit);
    kit.time += 600000;
  }
  const size_t fromTheBroker = connack().size() + packet(0x90, {0, 1, 2, 0}).size() + acknowledged(0x40, 2).size();
  CHECK_IS(bytes + fromTheBroker, 279u);
  CHECK_IS(kit.lastError(), KIT_OK);
}
