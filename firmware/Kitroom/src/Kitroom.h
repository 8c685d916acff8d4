#pragma once

/**
 * Kitroom for Arduino: a kit's readings and commands, over a network or over the USB cable.
 *
 *   KitroomSerial kit(Serial);                  // or: EthernetClient net; KitroomMqtt kit(net, "192.168.1.10");
 *   kit.begin(KITROOM_USER, KITROOM_KEY);
 *   kit.publishEvery(1000, "temperature", temperature);
 *   kit.on("led", led);
 *   kit.loop();
 */
#include "KitroomMqtt.h"
#include "KitroomSerial.h"
