// Arduino UNO R4 WiFi. Not tested on hardware.
#pragma once

#include <WiFiS3.h>
#include <Kitroom.h>

#include "secrets.h"

WiFiClient net;
KitroomMqtt kit(net, KITROOM_BROKER, KITROOM_PORT);

void boardBegin() {
  Serial.begin(115200);
  WiFi.begin(WIFI_NAME, WIFI_PASSWORD); // waits up to ten seconds; then the kit tries the broker until it answers
}
