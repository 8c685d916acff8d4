// ESP8266 (NodeMCU, D1 mini). Not tested on hardware.
#pragma once

#include <ESP8266WiFi.h>
#include <Kitroom.h>

#include "secrets.h"

WiFiClient net;
KitroomMqtt kit(net, KITROOM_BROKER, KITROOM_PORT);

void boardBegin() {
  Serial.begin(115200);
  WiFi.begin(WIFI_NAME, WIFI_PASSWORD); // in the background; the kit tries again until there is a network
}
