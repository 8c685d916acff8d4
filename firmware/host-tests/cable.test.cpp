#include "CableOnHost.h"
#include "testing.h"

static std::string commands;

static void note(KitValue value) { commands += std::string(value.name()) + "=" + value.text() + ";"; }

static std::string commandsSince() {
  std::string result;
  result.swap(commands);
  return result;
}

TEST("a kit says hello with its version, and again when asked") {
  CableOnHost kit;
  kit.begin();
  CHECK_IS(kit.said(), frame("$hello " KITROOM_VERSION));
  kit.hear(frame("$hello"));
  CHECK_IS(kit.said(), frame("$hello " KITROOM_VERSION));
}

TEST("a reading is a frame") {
  CableOnHost kit;
  CHECK(kit.publish("temperature", 24.71f));
  CHECK_IS(kit.said(), "@temperature 24.71*62\n");
  CHECK(kit.publish("air/led", true, 2, true));
  CHECK_IS(kit.said(), frame("air/led true"));
}

TEST("bytes that a frame could not carry are escaped, and come back") {
  CableOnHost kit;
  kit.on("text", note);
  kit.publish("text", "50% @home * \n\x7F");
  CHECK_IS(kit.said(), frame("text 50%25 %40home %2A %0A%7F"));
  kit.hear(frame("text 50%25 %40home %2A %0A%7F"));
  CHECK_IS(commandsSince(), "text=50% @home * \n\x7F;");
}

TEST("a command is handled and acknowledged") {
  CableOnHost kit;
  kit.on("led", note);
  kit.hear(frame("led on"));
  CHECK_IS(commandsSince(), "led=on;");
  CHECK_IS(kit.said(), frame("$ok"));
  kit.hear(frame("$ping"));
  CHECK_IS(kit.said(), frame("$ok"));
}

TEST("a command that nobody waits for is answered so") {
  CableOnHost kit;
  kit.hear(frame("lamp on"));
  CHECK_IS(kit.said(), frame("$no lamp"));
  CHECK_IS(kit.lastError(), KIT_UNKNOWN);
  CHECK_IS(kit.lastError(), KIT_OK);
}

TEST("a value may be empty, and may have blanks") {
  CableOnHost kit;
  kit.on("text", note);
  kit.hear(frame("text") + frame("text  two  words "));
  CHECK_IS(commandsSince(), "text=;text= two  words ;");
}

TEST("prints before a frame, carriage returns and lines without a frame are let pass") {
  CableOnHost kit;
  kit.on("led", note);
  std::string withReturn = frame("led 2");
  withReturn.insert(withReturn.size() - 1, "\r");
  kit.hear("hello\n\r\nled 0*00\nbefore " + frame("led 1") + withReturn);
  CHECK_IS(commandsSince(), "led=1;led=2;");
  CHECK_IS(kit.skipped(), 0);
}

TEST("a line with two frames in it is damaged, and the next one is read") {
  CableOnHost kit;
  kit.on("led", note);
  kit.hear("@led 1@led 2*00\n" + frame("led 3"));
  CHECK_IS(commandsSince(), "led=3;");
  CHECK_IS(kit.skipped(), 1);
  CHECK_IS(kit.lastError(), KIT_DAMAGED);
}

TEST("small hexadecimal digits, broken escapes and control characters are damage") {
  CableOnHost kit;
  kit.on("led", note);
  kit.hear("@led j*06\n@led k*0e\n@led k*0E\n");
  CHECK_IS(commandsSince(), "");
  kit.hear(frame("led %4") + frame("led %zz") + frame("led %4a") + frame("led \t") + frame("") + frame(" 1"));
  CHECK_IS(commandsSince(), "");
  CHECK_IS(kit.skipped(), 9);
}

TEST("a frame of 96 bytes is taken, a longer one dropped whole and counted") {
  CableOnHost kit;
  kit.on("text", note);
  const std::string most(KITROOM_MESSAGE - 4, 'x');
  kit.hear(frame("text " + most));
  CHECK_IS(commandsSince(), "text=" + most + ";");
  kit.said();
  kit.hear(frame("text " + most + "x") + frame("text 1"));
  CHECK_IS(commandsSince(), "text=1;");
  CHECK_IS(kit.said(), frame("$ok"));
  CHECK_IS(kit.skipped(), 1);
  CHECK_IS(kit.lastError(), KIT_TOO_LONG);
}

TEST("a refusal that the page passes on can be read") {
  CableOnHost kit;
  CHECK_IS(kit.lastRefusal(), std::string());
  kit.hear(frame("$refused not-allowed"));
  CHECK_IS(kit.lastRefusal(), std::string("not-allowed"));
  CHECK_IS(kit.said(), "");
}

static int readings = 0;
static int count() { return ++readings; }

TEST("readings are published at once and then each period, across the day on which milliseconds start again") {
  CableOnHost kit;
  kit.time = 0xFFFFFFFFul - 50;
  kit.loop();
  readings = 0;
  CHECK(kit.publishEvery(100, "count", count));
  for (int ms = 0; ms < 350; ms++, kit.time = static_cast<uint32_t>(kit.time + 1)) kit.loop();
  CHECK_IS(kit.said(), frame("count 1") + frame("count 2") + frame("count 3") + frame("count 4"));
}

TEST("a late reading keeps its pace, one that is very late catches up with nothing") {
  CableOnHost kit;
  readings = 0;
  kit.publishEvery(100, "count", count);
  for (const unsigned long time : {0, 130, 199, 200, 950, 1040, 1050}) {
    kit.time = time;
    kit.loop();
  }
  CHECK_IS(readings, 5);
}

TEST("a reading may be a lambda, and of any type of number") {
  CableOnHost kit;
  kit.publishEvery(100, "a", [] { return 1.5; });
  kit.publishEvery(100, "b", [] { return true; });
  kit.publishEvery(100, "c", [] { return 7L; });
  kit.publishEvery(100, "d", [] { return "text"; });
  kit.loop();
  CHECK_IS(kit.said(), frame("a 1.50") + frame("b true") + frame("c 7") + frame("d text"));
}

TEST("what is no number is not sent, and told") {
  CableOnHost kit;
  CHECK(!kit.publish("temperature", 0.0f / 0.0f));
  CHECK_IS(kit.lastError(), KIT_BAD_VALUE);
  CHECK(!kit.publish("", 1));
  CHECK(!kit.publish("two words", 1));
  CHECK_IS(kit.said(), "");
  CHECK_IS(kit.unsent(), 3);
}

TEST("more names and readings than there is room for are refused") {
  CableOnHost kit;
  for (int i = 0; i < KITROOM_SLOTS; i++) CHECK(kit.on("led", note) && kit.publishEvery(1000, "count", count));
  CHECK(!kit.on("led", note));
  CHECK(!kit.publishEvery(1000, "count", count));
  CHECK_IS(kit.lastError(), KIT_NO_ROOM);
}

static CableOnHost* current;
static void again(KitValue) {
  current->publish("echo", 1);
  current->loop();
}

TEST("a handler may publish, and loop() in it does nothing") {
  CableOnHost kit;
  current = &kit;
  kit.on("led", again);
  kit.hear(frame("led 1") + frame("led 1"));
  CHECK_IS(kit.said(), frame("echo 1") + frame("$ok") + frame("echo 1") + frame("$ok"));
}
