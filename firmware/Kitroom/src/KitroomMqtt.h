#pragma once

#include <Arduino.h>
#include <Client.h>

#include "KitMqtt.h"
#include "KitRest.h"

/** A kit on a network, over any Arduino Client: `EthernetClient net; KitroomMqtt kit(net, "192.168.1.10");`. */
class KitroomMqtt : public KitMqtt {
 public:
  KitroomMqtt(Client& net, const char* host, uint16_t port = 1883)
      : KitMqtt(slots_), net_(net), host_(host), port_(port) {}

  /** Does what is due, then rests until something happens. */
  void loop() {
    Kit::loop();
    if (!net_.available()) kitRest();
  }

 protected:
  unsigned long clock() override { return millis(); }
  bool openLine() override { return net_.connect(host_, port_) == 1; }
  bool lineIsOpen() override { return net_.connected(); }
  void closeLine() override { net_.stop(); }
  int readByte() override { return net_.available() > 0 ? net_.read() : -1; }
  bool write(const uint8_t* bytes, uint8_t count) override { return net_.write(bytes, count) == count; }

 private:
  Client& net_;
  const char* host_;
  uint16_t port_;
  Slots slots_;
};
