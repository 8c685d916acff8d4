// Lesson 2: a command. Send `on` and `off` to `led` on the kit's page.
//
// LED on pin 13: the one that is on the board already.
#include "board.h"
#include "secrets.h"

void led(KitValue value) {
  digitalWrite(LED_BUILTIN, value.isOn());
}

void setup() {
  pinMode(LED_BUILTIN, OUTPUT);
  boardBegin();
  kit.begin(KITROOM_USER, KITROOM_KEY);
  kit.on("led", led);
}

void loop() {
  kit.loop();
}
