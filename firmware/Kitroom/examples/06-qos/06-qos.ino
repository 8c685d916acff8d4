// Lesson 6: QoS and the pulled plug. Press the button while the network is away, and plug it in again.
//
// `presses` with QoS 2 arrives once, as soon as there is a way: the kit keeps it and asks until the broker has it.
// `dial` with QoS 0 is gone when nobody hears it.
//
// Button on pin 2 (to ground), LED on pin 13 (lit while a message is still on its way), potentiometer on A0.
#include "board.h"
#include "secrets.h"

const int BUTTON = 2;
bool wasPressed = false;
long presses = 0;
long published = 0;

int dial() {
  return analogRead(A0);
}

void setup() {
  pinMode(BUTTON, INPUT_PULLUP);
  pinMode(LED_BUILTIN, OUTPUT);
  boardBegin();
  kit.begin(KITROOM_USER, KITROOM_KEY);
  kit.publishEvery(1000, "dial", dial);
}

void loop() {
  kit.loop();

  bool isPressed = digitalRead(BUTTON) == LOW;
  if (isPressed && !wasPressed) presses++;
  wasPressed = isPressed;

  // One message is kept at a time. The count says how often, so the newest one says it all.
  if (presses != published && kit.delivered() && kit.publish("presses", presses, 2)) published = presses;
  digitalWrite(LED_BUILTIN, !kit.delivered());
}
