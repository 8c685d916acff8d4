// Lesson 3: both. The kit says what the LED really does: a page shows what is, not what somebody wished for.
//
// LED on pin 13, thermometer TMP36 on A1.
#include "board.h"
#include "secrets.h"

float temperature() {
  float volts = analogRead(A1) * 5.0 / 1024;
  return (volts - 0.5) * 100;
}

void led(KitValue value) {
  digitalWrite(LED_BUILTIN, value.isOn());
  kit.publish("led", value.isOn());
}

void setup() {
  pinMode(LED_BUILTIN, OUTPUT);
  boardBegin();
  kit.begin(KITROOM_USER, KITROOM_KEY);
  kit.publishEvery(1000, "temperature", temperature);
  kit.on("led", led);
}

void loop() {
  kit.loop();
}
