// The USB cable: open the kit's page in Chrome or Edge and choose "Connect by USB".
#pragma once

#include <Kitroom.h>

KitroomSerial kit(Serial);

void boardBegin() {
  Serial.begin(115200);
}
