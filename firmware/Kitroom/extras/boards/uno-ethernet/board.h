// An Uno with an Ethernet shield (library "Ethernet").
#pragma once

#include <Ethernet.h>
#include <Kitroom.h>

#include "secrets.h"

EthernetClient net;
KitroomMqtt kit(net, KITROOM_BROKER, KITROOM_PORT);

void boardBegin() {
  Serial.begin(115200);
  // Each kit of a network needs an address of its own; the first byte says that we made it up.
  byte address[6] = {0x02, 'K', 'I', 'T', 0, 0};
  for (const char* c = KITROOM_USER; *c; c++) {
    address[4] = address[4] * 31 + address[5];
    address[5] = address[5] * 31 + *c;
  }
  Ethernet.begin(address);
}
