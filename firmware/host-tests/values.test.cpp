#include <cmath>

#include "KitNumber.h"
#include "KitText.h"
#include "KitValue.h"
#include "testing.h"

static std::string number(float value, uint8_t decimals = 2) { return KitNumber(value, decimals).text(); }

static bool isOn(const char* text) { return KitValue("led", text, 0).isOn(); }

TEST("a float has two decimals, rounded") {
  CHECK_IS(number(24.707f), "24.71");
  CHECK_IS(number(0), "0.00");
  CHECK_IS(number(-0.5f), "-0.50");
  CHECK_IS(number(0.06f), "0.06");
  CHECK_IS(number(-273.15f), "-273.15");
  CHECK_IS(number(9.999f), "10.00");
}

TEST("a float has as many decimals as are asked for, and no more than ten digits leave") {
  CHECK_IS(number(21.6f, 0), "22");
  CHECK_IS(number(0.015625f, 6), "0.015625");
  CHECK_IS(number(123456.78f, 6), "123456.7808");
  CHECK_IS(number(4294967040.0f), "4294967040");
}

TEST("what is no number, or has no end, has no text") {
  CHECK_IS(number(NAN), "");
  CHECK_IS(number(INFINITY), "");
  CHECK_IS(number(-INFINITY), "");
  CHECK_IS(number(4.3e9f), "");
}

TEST("what rounds to nothing has no sign") { CHECK_IS(number(-0.001f), "0.00"); }

TEST("whole numbers are written to their ends") {
  CHECK_IS(KitNumber(2147483647L).text(), std::string("2147483647"));
  CHECK_IS(KitNumber(-2147483647L - 1).text(), std::string("-2147483648"));
  CHECK_IS(KitNumber(4294967295UL).text(), std::string("4294967295"));
  CHECK_IS(KitNumber(0L).text(), std::string("0"));
}

TEST("on, true and numbers other than 0 are on") {
  for (const char* text : {"on", "ON", "true", "True", "1", "255", "-1", "0.5", "+2"}) CHECK(isOn(text));
  for (const char* text : {"off", "false", "0", "0.0", "-0", "", "one", "onward", "null"}) CHECK(!isOn(text));
}

TEST("a value is the number it says, or the other one") {
  CHECK_IS(KitValue("limit", "21.5", 4).number(), 21.5f);
  CHECK_IS(KitValue("limit", "-3", 2).number(), -3.0f);
  CHECK_IS(KitValue("limit", "warm", 4).number(7), 7.0f);
  CHECK_IS(KitValue("limit", "12abc", 5).number(7), 7.0f);
  CHECK_IS(KitValue("limit", "", 0).number(7), 7.0f);
}

TEST("texts are the same when all of their bytes are") {
  CHECK(KitText("led").is("led"));
  CHECK(!KitText("led").is("leds"));
  CHECK(!KitText("leds").is("led"));
  CHECK(KitText().is(""));
  CHECK_IS(KitText("led").length(), 3);
}
