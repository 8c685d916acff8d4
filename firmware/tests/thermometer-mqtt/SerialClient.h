#pragma once

#include <Arduino.h>
#include <Client.h>

/**
 * A network for an Uno without one: bytes go through the serial port, as through a modem. Pin 8 asks for a connection (HIGH)
 * or hangs up (LOW); pin 7 is HIGH while there is one. Whoever runs the Uno joins the port to a TCP connection.
 */
class SerialClient : public Client {
 public:
  int connect(const char*, uint16_t) override {
    while (Serial.read() >= 0) continue; // what is left of the last connection
    DDRB |= _BV(CALL);
    PORTB |= _BV(CALL);
    for (uint8_t i = 0; i < 250 && !connected(); i++) delay(2);
    return connected();
  }
  int connect(IPAddress, uint16_t) override { return 0; }
  void stop() override { PORTB &= ~_BV(CALL); }
  uint8_t connected() override { return (PIND & _BV(CARRIER)) != 0; }
  operator bool() override { return connected(); }

  size_t write(uint8_t byte) override { return Serial.write(byte); }
  size_t write(const uint8_t* bytes, size_t count) override { return connected() ? Serial.write(bytes, count) : 0; }
  int available() override { return Serial.available(); }
  int read() override { return Serial.read(); }
  int read(uint8_t* bytes, size_t) override { return (*bytes = Serial.read(), 1); }
  int peek() override { return Serial.peek(); }
  void flush() override { Serial.flush(); }

 private:
  static const uint8_t CARRIER = PD7;
  static const uint8_t CALL = PB0;
};
