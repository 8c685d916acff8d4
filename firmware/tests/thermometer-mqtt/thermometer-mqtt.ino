// Thermometer and LED over MQTT: the sketch whose size is measured, and that tests run on an emulated Uno.
#include "board.h"
#include "secrets.h"

float temperature() {
  return (analogRead(A1) * (5.0 / 1024) - 0.5) * 100;
}

void led(KitValue value) {
  digitalWrite(LED_BUILTIN, value.isOn());
  kit.publish("led", value.isOn());
}

void setup() {
  boardBegin();
  pinMode(LED_BUILTIN, OUTPUT);
  kit.on("led", led);
  kit.publishEvery(1000, "temperature", temperature);
  kit.begin(KITROOM_USER, KITROOM_KEY);
}

void loop() {
  kit.loop();
}
