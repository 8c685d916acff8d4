#include "BrokerOnHost.h"
#include "testing.h"

static std::string commands;

static void note(KitValue value) { commands += std::string(value.name()) + "=" + value.text() + ";"; }

static std::string commandsSince() {
  std::string result;
  result.swap(commands);
  return result;
}

/** A kit that waits for `led` and `air/fan`. */
struct Listener : KitOnHost {
  Listener() {
    commands.clear();
    on("led", note);
    on("air/fan", note);
    ::welcome(*this);
  }
};

TEST("commands are handled, whatever their QoS, and acknowledged by it") {
  Listener kit;
  kit.hear(published("class/lamp/set/led", "on"));
  kit.hear(published("class/lamp/set/air/fan", "3", 1, 300));
  kit.hear(published("class/lamp/set/led", "off", 2, 301));
  CHECK_IS(commandsSince(), "led=on;air/fan=3;led=off;");
  CHECK_IS(read(kit.said()), "PUBACK 300; PUBREC 301; ");
  kit.hear(acknowledged(0x62, 301));
  CHECK_IS(read(kit.said()), "PUBCOMP 301; ");
}

TEST("QoS 2 is handled once, and its id again when it is free") {
  Listener kit;
  kit.hear(published("class/lamp/set/led", "1", 2, 9));
  kit.hear(published("class/lamp/set/led", "1", 2, 9, true));
  CHECK_IS(commandsSince(), "led=1;");
  CHECK_IS(read(kit.said()), "PUBREC 9; PUBREC 9; ");
  kit.hear(acknowledged(0x62, 9) + acknowledged(0x62, 9));
  kit.hear(published("class/lamp/set/led", "2", 2, 9));
  CHECK_IS(commandsSince(), "led=2;");
}

/** Breaks the line; the broker still has the session, or has not. */
static void cut(KitOnHost& kit, bool sessionIsPresent) {
  kit.isOpen = false;
  kit.pass(3000);
  kit.hear(connack(0, sessionIsPresent));
  kit.said();
}

TEST("QoS 2 is handled once across a cut, anew where the broker has forgotten the session") {
  Listener kit;
  kit.hear(published("class/lamp/set/led", "1", 2, 9));
  cut(kit, true);
  kit.hear(published("class/lamp/set/led", "1", 2, 9, true));
  CHECK_IS(commandsSince(), "led=1;");
  CHECK_IS(read(kit.said()), "PUBREC 9; ");
  cut(kit, false);
  kit.hear(published("class/lamp/set/led", "2", 2, 9));
  CHECK_IS(commandsSince(), "led=2;");
}

TEST("more of QoS 2 under way than a kit remembers: it hangs up, and none is lost or handled twice") {
  Listener kit;
  const uint16_t sent = 40;
  for (uint16_t id = 1; id <= sent && kit.connected(); id++) kit.hear(published("class/lamp/set/led", std::to_string(id), 2, id));
  CHECK(!kit.connected());
  uint16_t next = 1;
  for (int round = 0; round < 4; round++) {
    cut(kit, true);
    for (uint16_t id = next; id <= sent && kit.connected(); id++)
      kit.hear(published("class/lamp/set/led", std::to_string(id), 2, id, true));
    const std::string answers = read(kit.said());
    while (answers.find("PUBREC " + std::to_string(next) + ";") != std::string::npos) next++;
    if (!kit.connected()) cut(kit, true);
    for (uint16_t id = 1; id < next; id++) kit.hear(acknowledged(0x62, id));
    kit.said();
  }
  std::string all;
  for (uint16_t id = 1; id <= sent; id++) all += "led=" + std::to_string(id) + ";";
  CHECK_IS(commandsSince(), all);
}

TEST("a command that is too long is acknowledged, skipped whole, counted and told") {
  Listener kit;
  const std::string most(KITROOM_MESSAGE - 3, 'x');
  kit.hear(published("class/lamp/set/led", most, 1, 5));
  CHECK_IS(commandsSince(), "led=" + most + ";");
  for (const size_t length : {94, 128, 20000, 70000}) kit.hear(published("class/lamp/set/led", std::string(length, 'x'), 1, 6));
  kit.hear(published("class/lamp/set/led", std::string(500, 'x'), 2, 7));
  kit.hear(published("class/lamp/set/" + std::string(150, 'n'), "1", 1, 8));
  CHECK_IS(commandsSince(), "");
  CHECK_IS(kit.skipped(), 6);
  CHECK_IS(kit.lastError(), KIT_TOO_LONG);
  CHECK_IS(read(kit.said()), "PUBACK 5; PUBACK 6; PUBACK 6; PUBACK 6; PUBACK 6; PUBREC 7; PUBACK 8; ");
  kit.hear(published("class/lamp/set/led", "on"));
  CHECK_IS(commandsSince(), "led=on;");
}

TEST("a command that nobody waits for is acknowledged and told") {
  Listener kit;
  kit.hear(published("class/lamp/set/horn", "on", 1, 5));
  CHECK_IS(read(kit.said()), "PUBACK 5; ");
  CHECK_IS(kit.lastError(), KIT_UNKNOWN);
}

TEST("the server's newest refusal can be read, however long it is") {
  Listener kit;
  kit.hear(published("class/lamp/errors", R"({"code":"not-allowed","message":")" + std::string(300, 'm') + "\"}"));
  CHECK_IS(kit.lastRefusal(), std::string("not-allowed"));
  kit.hear(published("class/lamp/errors", R"({"code":"limit-reached","message":"m"})"));
  CHECK_IS(kit.lastRefusal(), std::string("limit-reached"));
  CHECK_IS(kit.skipped(), 0);
}

TEST("a refused subscription is told, and no end of the connection") {
  Listener kit;
  kit.hear(packet(0x90, {0, 1, '\x80', 0}));
  CHECK_IS(kit.lastError(), KIT_NOT_SUBSCRIBED);
  CHECK(kit.connected());
  kit.hear(packet(0x90, {0, 1, 2, 0}));
  CHECK_IS(kit.lastError(), KIT_OK);
}

TEST("bytes may come one by one") {
  Listener kit;
  for (const char byte : published("class/lamp/set/led", "on", 1, 5)) {
    kit.hear(std::string(1, byte));
    kit.pass(3);
  }
  CHECK_IS(commandsSince(), "led=on;");
}

TEST("what is no MQTT ends the connection") {
  const std::string nonsense[] = {
      std::string("\x00\x00", 2),                    // no such packet
      std::string("\x10\x00", 2),                    // a client's
      std::string("\x30\xFF\xFF\xFF\xFF\x01", 6),    // a length of five bytes
      packet(0x36, {0, 1, 'a', 0, 1}),               // QoS 3
      packet(0x30, ""),                              // no topic
      packet(0x30, {0, 9, 'a'}),                     // a topic longer than the packet
      packet(0x32, {0, 1, 'a', 0}),                  // half an id
      packet(0x40, {0}),                             // half an id
      acknowledged(0x60, 1),                         // flags of PUBREL
      connack(),                                     // a second welcome
  };
  for (const std::string& bytes : nonsense) {
    Listener kit;
    kit.hear(bytes);
    CHECK(!kit.isOpen);
    CHECK_IS(kit.lastError(), KIT_PROTOCOL);
  }
}

static KitOnHost* current;
static void publishMuch(KitValue value) {
  current->publish("echo", "a value that is longer than the one that came, to see that it does not write over it");
  current->publish("echo", value.text(), 1);
  current->loop();
}

TEST("a handler may publish, and its value stays as it came") {
  KitOnHost kit;
  current = &kit;
  kit.on("led", publishMuch);
  welcome(kit);
  kit.hear(published("class/lamp/set/led", "on", 1, 5));
  CHECK_IS(read(kit.said()), "PUBLISH q0 class/lamp/echo=a value that is longer than the one that came, to see that it does "
                             "not write over it; PUBLISH q1 id=2 class/lamp/echo=on; PUBACK 5; ");
}

static void leave(KitValue) { current->end(); }

TEST("a handler may end the connection") {
  KitOnHost kit;
  current = &kit;
  kit.on("led", leave);
  welcome(kit);
  kit.hear(published("class/lamp/set/led", "on", 1, 5));
  CHECK(!kit.isOpen);
  CHECK_IS(read(kit.said()), "PUBLISH q0 retained class/lamp/status=offline; DISCONNECT; ");
}
