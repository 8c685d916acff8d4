// Lesson 7: kit to kit. This kit's button switches the LED of another one, through the broker.
//
// Put your neighbour's kit in place of `lamp`, and run lesson 3 there. A name that begins with `/` counts from the class:
// `/lamp/set/led` is a command to `lamp`, as the page sends it. `/shared/score` is on the class's board.
//
// Button on pin 2 (to ground).
#include "board.h"
#include "secrets.h"

const int BUTTON = 2;
bool wasPressed = false;
bool isOn = false;
int score = 0;

void setup() {
  pinMode(BUTTON, INPUT_PULLUP);
  boardBegin();
  kit.begin(KITROOM_USER, KITROOM_KEY);
}

void loop() {
  kit.loop();

  bool isPressed = digitalRead(BUTTON) == LOW;
  bool isNew = isPressed && !wasPressed;
  wasPressed = isPressed;
  if (!isNew) return;
  isOn = !isOn;
  kit.publish("/lamp/set/led", isOn);
  kit.publish("/shared/score", ++score);
}
