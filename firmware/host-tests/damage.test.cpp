#include <random>

#include "CableOnHost.h"
#include "testing.h"

static const int LINES = 100000;
static std::string wanted;
static int wrong;
static int accepted;

static void judge(KitValue value) {
  accepted++;
  if (value.text() != wanted) wrong++;
}

/** One byte is lost, another one instead, one too many, or one bit turned. */
static std::string damaged(std::string line, std::mt19937& dice) {
  const size_t at = dice() % line.size();
  const char byte = static_cast<char>(dice());
  switch (dice() % 4) {
    case 0:
      return line.erase(at, 1);
    case 1:
      line[at] = byte;
      return line;
    case 2:
      return line.insert(at, 1, byte);
    default:
      line[at] = static_cast<char>(line[at] ^ 1 << dice() % 8);
      return line;
  }
}

TEST("of 100,000 lines with one damaged byte none is taken for another reading") {
  std::mt19937 dice(20261123);
  CableOnHost kit;
  kit.on("temperature", judge);
  kit.on("emperature", judge);
  wrong = accepted = 0;
  int untouched = 0;
  for (int i = 0; i < LINES; i++) {
    wanted = KitNumber(static_cast<float>(dice() % 10000) / 100, 2).text();
    const std::string line = frame("temperature " + wanted);
    const std::string broken = damaged(line, dice);
    if (broken == line) untouched++;
    kit.hear(broken);
    kit.hear("\n");
  }
  CHECK_IS(wrong, 0);
  CHECK(accepted >= untouched);
  CHECK(accepted < LINES / 10); // a byte before the frame harms nothing
}
