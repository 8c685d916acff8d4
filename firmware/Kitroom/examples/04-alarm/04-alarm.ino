// Lesson 4: an alarm at the kit. It warns by itself, without the network; the limit can be set from the page.
//
// LED on pin 13, thermometer TMP36 on A1. Send a number to `limit`.
#include "board.h"
#include "secrets.h"

float limit = 30;
bool isAlarm = false;

float temperature() {
  float volts = analogRead(A1) * 5.0 / 1024;
  return (volts - 0.5) * 100;
}

void setLimit(KitValue value) {
  limit = value.number(limit);
  kit.publish("limit", limit);
}

void setup() {
  pinMode(LED_BUILTIN, OUTPUT);
  boardBegin();
  kit.begin(KITROOM_USER, KITROOM_KEY);
  kit.publishEvery(1000, "temperature", temperature);
  kit.on("limit", setLimit);
}

void loop() {
  kit.loop();

  // The alarm ends half a degree lower than it begins, or it would flicker at the limit.
  bool isWarm = temperature() > (isAlarm ? limit - 0.5 : limit);
  if (isWarm == isAlarm) return;
  isAlarm = isWarm;
  digitalWrite(LED_BUILTIN, isAlarm);
  kit.publish("alarm", isAlarm);
}
