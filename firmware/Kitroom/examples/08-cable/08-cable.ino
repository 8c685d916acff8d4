// Lesson 8: the cable alone. No network, no password: the page talks to the kit through USB, and shows what the sketch
// prints as its console.
//
// LED on pin 13, light sensor on A2. Send a number to `dark`.
#include "board.h"
#include "secrets.h"

int dark = 300;

int light() {
  return analogRead(A2);
}

void setDark(KitValue value) {
  dark = value.number(dark);
  Serial.print("From now on it is dark below ");
  Serial.println(dark);
}

void setup() {
  pinMode(LED_BUILTIN, OUTPUT);
  boardBegin();
  kit.begin();
  kit.publishEvery(500, "light", light);
  kit.on("dark", setDark);
  Serial.println("Hello! I am the sketch, and I speak to the console.");
}

void loop() {
  kit.loop();
  digitalWrite(LED_BUILTIN, light() < dark);
}
