// Lesson 1: a reading. Warm the thermometer between two fingers and watch its chart on the kit's page.
//
// Thermometer TMP36 on A1: 10 mV per degree, 0.5 V at 0 °C.
#include "board.h"
#include "secrets.h"

float temperature() {
  float volts = analogRead(A1) * 5.0 / 1024;
  return (volts - 0.5) * 100;
}

void setup() {
  boardBegin();
  kit.begin(KITROOM_USER, KITROOM_KEY);
  kit.publishEvery(1000, "temperature", temperature);
}

void loop() {
  kit.loop();
}
