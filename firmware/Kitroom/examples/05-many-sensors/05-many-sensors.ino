// Lesson 5: many sensors, each at its own pace. What changes seldom is published when it changes.
//
// Button on pin 2 (to ground), potentiometer on A0, thermometer TMP36 on A1, light sensor on A2.
#include "board.h"
#include "secrets.h"

const int BUTTON = 2;
bool wasPressed = false;

int dial() {
  return analogRead(A0);
}

float temperature() {
  float volts = analogRead(A1) * 5.0 / 1024;
  return (volts - 0.5) * 100;
}

int light() {
  return analogRead(A2);
}

void setup() {
  pinMode(BUTTON, INPUT_PULLUP);
  boardBegin();
  kit.begin(KITROOM_USER, KITROOM_KEY);
  kit.publishEvery(200, "dial", dial);
  kit.publishEvery(5000, "temperature", temperature);
  kit.publishEvery(1000, "light", light);
}

void loop() {
  kit.loop();

  bool isPressed = digitalRead(BUTTON) == LOW;
  if (isPressed == wasPressed) return;
  wasPressed = isPressed;
  kit.publish("button", isPressed);
}
