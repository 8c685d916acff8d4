#include "BrokerOnHost.h"
#include "testing.h"

TEST("a kit greets with user, key, will and a session that is kept") {
  KitOnHost kit;
  kit.begin("class.lamp", "key");
  kit.loop();
  CHECK_IS(read(kit.said()),
           "CONNECT MQTT4 kept alive=20 id=class.lamp will-retained q1 class/lamp/status=offline user=class.lamp key=key; ");
  CHECK(!kit.connected());
}

TEST("a welcomed kit subscribes and says that it is there") {
  KitOnHost kit;
  kit.begin("class.lamp", "key");
  kit.hear(connack());
  kit.said();
  CHECK(!kit.connected()); // what came before the connection is no answer
  kit.hear(connack());
  CHECK_IS(read(kit.said()),
           "SUBSCRIBE id=1 class/lamp/set/#/q2 class/lamp/errors/q0; PUBLISH q0 retained class/lamp/status=online; ");
  CHECK(kit.connected());
}

TEST("readings go to the kit's branch, to the class's where the name begins with a slash") {
  KitOnHost kit;
  welcome(kit);
  kit.publish("air/temperature", 21.5);
  kit.publish("/shared/score", 3, 0, true);
  kit.publish("note", "");
  CHECK_IS(read(kit.said()), "PUBLISH q0 class/lamp/air/temperature=21.50; PUBLISH q0 retained class/shared/score=3; "
                             "PUBLISH q0 class/lamp/note=; ");
}

TEST("a message of any length goes out") {
  KitOnHost kit;
  welcome(kit);
  for (const size_t length : {100, 127, 128, 16383, 16384, 65535}) {
    const std::string text(length, 'x');
    CHECK(kit.publish("text", text.c_str()));
    CHECK_IS(read(kit.said()), "PUBLISH q0 class/lamp/text=" + text + "; ");
  }
}

TEST("without a connection QoS 0 is told to be lost, and a timer does not read") {
  static int readings;
  readings = 0;
  KitOnHost kit;
  kit.publishEvery(100, "count", [] { return ++readings; });
  CHECK(!kit.publish("led", true));
  CHECK_IS(kit.lastError(), KIT_AWAY);
  kit.begin("class.lamp", "key");
  kit.pass(500);
  CHECK_IS(readings, 0);
  kit.hear(connack());
  CHECK_IS(readings, 1);
  CHECK_IS(kit.unsent(), 1);
}

TEST("QoS 1 is kept until PUBACK, one at a time") {
  KitOnHost kit;
  welcome(kit);
  CHECK(kit.publish("count", 1, 1));
  CHECK_IS(read(kit.said()), "PUBLISH q1 id=2 class/lamp/count=1; ");
  CHECK(!kit.delivered());
  CHECK(!kit.publish("count", 2, 1));
  CHECK_IS(kit.lastError(), KIT_BUSY);
  kit.hear(acknowledged(0x40, 3));
  CHECK(!kit.delivered());
  kit.hear(acknowledged(0x40, 2));
  CHECK(kit.delivered());
  CHECK(kit.publish("count", 2, 1, true));
  CHECK_IS(read(kit.said()), "PUBLISH q1 retained id=3 class/lamp/count=2; ");
}

TEST("QoS 2 goes by PUBREC, PUBREL, PUBCOMP") {
  KitOnHost kit;
  welcome(kit);
  kit.publish("count", 1, 2);
  CHECK_IS(read(kit.said()), "PUBLISH q2 id=2 class/lamp/count=1; ");
  kit.hear(acknowledged(0x70, 2));
  CHECK(!kit.delivered());
  kit.hear(acknowledged(0x50, 2));
  CHECK_IS(read(kit.said()), "PUBREL 2; ");
  CHECK(!kit.delivered());
  kit.hear(acknowledged(0x70, 2));
  CHECK(kit.delivered());
}

/** Breaks the line and lets the kit find back. */
static void cut(KitOnHost& kit) {
  kit.isOpen = false;
  kit.pass(3000);
  kit.said();
  kit.hear(connack(0, true));
}

static const std::string BACK =
    "SUBSCRIBE id=1 class/lamp/set/#/q2 class/lamp/errors/q0; PUBLISH q0 retained class/lamp/status=online; ";

TEST("after a cut the kept message goes on where it stood") {
  KitOnHost kit;
  welcome(kit);
  kit.publish("count", 1, 2);
  cut(kit);
  CHECK_IS(read(kit.said()), BACK + "PUBLISH q2 dup id=2 class/lamp/count=1; ");
  kit.hear(acknowledged(0x50, 2));
  cut(kit);
  CHECK_IS(read(kit.said()), BACK + "PUBREL 2; ");
  kit.hear(acknowledged(0x70, 2));
  CHECK(kit.delivered());
  cut(kit);
  CHECK_IS(read(kit.said()), BACK);
}

TEST("what was published before the first connection is sent as new") {
  KitOnHost kit;
  CHECK(kit.publish("count", 1, 1));
  kit.begin("class.lamp", "key");
  kit.loop();
  kit.said();
  kit.hear(connack());
  CHECK_IS(read(kit.said()), BACK + "PUBLISH q1 id=2 class/lamp/count=1; ");
}

TEST("a message that is too long to keep is refused, the longest is kept") {
  KitOnHost kit;
  welcome(kit);
  const std::string most(KITROOM_MESSAGE - 4, 'x');
  CHECK(!kit.publish("text", (most + "x").c_str(), 1));
  CHECK_IS(kit.lastError(), KIT_TOO_LONG);
  CHECK(kit.delivered());
  CHECK(kit.publish("text", most.c_str(), 1));
  CHECK_IS(read(kit.said()), "PUBLISH q1 id=2 class/lamp/text=" + most + "; ");
}

TEST("a wrong key, another refusal and no network are told apart") {
  KitOnHost kit;
  kit.isReachable = false;
  kit.begin("class.lamp", "key");
  kit.loop();
  CHECK_IS(kit.lastError(), KIT_NO_NETWORK);
  kit.isReachable = true;
  kit.pass(3000);
  kit.hear(connack(5));
  CHECK_IS(kit.lastError(), KIT_WRONG_KEY);
  CHECK(!kit.isOpen);
  kit.pass(6000);
  kit.hear(connack(3));
  CHECK_IS(kit.lastError(), KIT_REFUSED);
}

TEST("tries come slower and slower, each at another moment, and as before after a welcome") {
  KitOnHost kit;
  kit.isReachable = false;
  kit.begin("class.lamp", "key");
  unsigned long least = 512;
  kit.loop();
  for (int i = 0; i < 10; i++) {
    const unsigned long began = kit.time;
    for (const int opened = kit.opened; kit.opened == opened; kit.time++) kit.loop();
    CHECK(kit.time - began >= least && kit.time - began <= 2 * least + 1);
    if (least < 32768) least *= 2;
  }
  kit.isReachable = true;
  while (!kit.isOpen) kit.pass(1);
  kit.hear(connack());
  kit.isOpen = false;
  kit.loop();
  const unsigned long began = kit.time;
  for (const int opened = kit.opened; kit.opened == opened; kit.time++) kit.loop();
  CHECK(kit.time - began <= 1025);
}

TEST("two kits that lose the same broker come back at different moments") {
  unsigned long back[2];
  const char* users[] = {"class.lamp", "class.lamq"};
  for (int i = 0; i < 2; i++) {
    KitOnHost kit;
    kit.isReachable = false;
    kit.begin(users[i], "key");
    while (kit.opened < 3) kit.pass(1);
    back[i] = kit.time;
  }
  CHECK(back[0] != back[1]);
}

TEST("a broker that no longer answers is left, although it still takes what is published") {
  KitOnHost kit;
  welcome(kit);
  kit.publishEvery(1000, "count", [] { return 1; });
  kit.pass(10001);
  CHECK(read(kit.said()).find("PINGREQ; ") != std::string::npos);
  kit.hear(packet(0xD0, ""));
  kit.pass(10001);
  CHECK(kit.connected());
  kit.pass(10001);
  CHECK(!kit.connected());
  CHECK_IS(kit.lastError(), KIT_SILENT);
}

TEST("a broker that never welcomes is left") {
  KitOnHost kit;
  kit.begin("class.lamp", "key");
  kit.pass(10002);
  CHECK_IS(kit.lastError(), KIT_SILENT);
  CHECK(!kit.isOpen);
}

TEST("a line that takes only half of a packet is closed") {
  KitOnHost kit;
  welcome(kit);
  kit.writable = 40;
  CHECK(!kit.publish("text", std::string(200, 'x').c_str()));
  CHECK(!kit.isOpen);
  CHECK_IS(kit.lastError(), KIT_LOST);
  CHECK_IS(kit.unsent(), 1);
}

TEST("end() says goodbye, and begin() goes on with what is kept") {
  KitOnHost kit;
  welcome(kit);
  kit.publish("count", 1, 1);
  kit.said();
  kit.end();
  CHECK_IS(read(kit.said()), "PUBLISH q0 retained class/lamp/status=offline; DISCONNECT; ");
  CHECK(!kit.isOpen);
  kit.pass(100000);
  CHECK_IS(kit.opened, 1);
  kit.begin("class.lamp", "key");
  kit.loop();
  kit.said();
  kit.hear(connack(0, true));
  CHECK_IS(read(kit.said()), BACK + "PUBLISH q1 dup id=2 class/lamp/count=1; ");
}

TEST("ids begin again after the last one, and pass over 0 and SUBSCRIBE's") {
  KitOnHost kit;
  welcome(kit);
  for (long i = 0; i < 65534; i++) {
    kit.publish("count", 1, 1);
    kit.hear(acknowledged(0x40, static_cast<uint16_t>(2 + i)));
  }
  CHECK(kit.delivered());
  kit.said();
  kit.publish("count", 1, 1);
  CHECK_IS(read(kit.said()), "PUBLISH q1 id=2 class/lamp/count=1; ");
}
