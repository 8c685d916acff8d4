// Two counters, one with QoS 1 and one with QoS 2, ten times a second each: tests cut the line and look what arrives.
#include "board.h"
#include "secrets.h"

long counts[2];
unsigned long last;
uint8_t turn;

void setup() {
  boardBegin();
  kit.begin(KITROOM_USER, KITROOM_KEY);
}

void loop() {
  kit.loop();
  if (millis() - last < 50 || !kit.delivered()) return;
  last = millis();
  if (!kit.publish(turn == 0 ? F("qos1") : F("qos2"), counts[turn] + 1, turn + 1)) return;
  counts[turn]++;
  turn = 1 - turn;
}
