// An Uno whose serial port is its network.
#pragma once

#include <Kitroom.h>

#include "SerialClient.h"

SerialClient net;
KitroomMqtt kit(net, "");

void boardBegin() {
  Serial.begin(115200);
}
