// Stands in for a board's WiFi: enough of it to compile a board.h, and nothing behind it.
#pragma once

#include <Ethernet.h>

typedef EthernetClient WiFiClient;

struct WiFiClass {
  int begin(const char*, const char*) { return 0; }
};

static WiFiClass WiFi __attribute__((unused));
