#pragma once

#include "Kit.h"

/** Kept out of its callers: gcc 5 for AVR makes 200 bytes more of it otherwise. */
#define KIT_OUT_OF_LINE __attribute__((noinline))

/**
 * A kit that speaks MQTT 3.1.1 for itself. Clauses in brackets are those of the OASIS standard. Waits nowhere but in
 * `openLine`; takes what comes byte by byte, and sends text of any length without a copy of it.
 */
class KitMqtt : public Kit {
 public:
  /** Begins to connect, with the user name `<class>.<kit>` and the kit's key, both of which must stay where they are. */
  void begin(KitText user, KitText key);

  /** Says `offline` and leaves, until `begin` is called again. What is kept for QoS 1 and 2 stays kept. */
  void end();

  bool connected() const override { return state_ == READY; }
  bool delivered() const override { return keptStep_ == FREE; }

 protected:
  explicit KitMqtt(Slots& slots);

  /** Opens a connection to the broker; false where there is none. May wait. */
  virtual bool openLine() = 0;
  virtual bool lineIsOpen() = 0;
  virtual void closeLine() = 0;

  /** Writes all of the bytes; false where the line did not take them. */
  virtual bool write(const uint8_t* bytes, uint8_t count) = 0;

  void turn() override;
  bool send(KitText name, KitText value, uint8_t qos, bool retain) override;

 private:
  enum State : uint8_t { ENDED, AWAY, GREETING, READY };
  enum Part : uint8_t { HEADER, LENGTH, TOPIC_HIGH, TOPIC_LOW, TOPIC, ID_HIGH, ID_LOW, REST };
  enum KeptStep : uint8_t { FREE, TAKEN, SENT, RELEASED };

  static const uint8_t WRITE_SIZE = 32;
  static const uint8_t IDS = 16;
  static const uint8_t SET_LENGTH = 4; // of "set/", which stands before a command's name

  // KitMqtt.cpp: the connection
  void connect();
  void lose(KitError error);
  void watch();
  void welcome(bool sessionIsPresent);

  // KitMqttOut.cpp: packets to the broker
  void sendConnect();
  void sendSubscribe();
  bool keep(KitText text, uint8_t& length);
  bool sendPublish(KitText name, KitText value, uint8_t flags);
  void sendKept();
  void sendShort(uint8_t header, uint16_t id);
  void sendEmpty(uint8_t header);
  uint16_t topicLength(KitText name) const;
  uint8_t prefixLength(KitText name) const;
  char prefix(uint8_t index) const;
  void putTopic(KitText name);
  void putText(KitText text);
  void putBytes(KitText text);
  void putHeader(uint8_t header, uint32_t length);
  void putWord(uint16_t word);
  void put(uint8_t byte);
  bool finish();

  // KitMqttIn.cpp: packets from the broker
  void take(uint8_t byte) KIT_OUT_OF_LINE;
  void takeBody(uint8_t byte);
  void takeTopic(uint8_t byte);
  void store(uint8_t byte) KIT_OUT_OF_LINE;
  void obey();
  void obeyConnack();
  void obeyPublish();
  void deliver();
  bool isKept(uint16_t id, KeptStep step, uint8_t qos) const;
  bool replace(uint16_t id, uint16_t other);

  KitText user_;
  KitText key_;
  uint8_t userLength_;
  uint8_t classLength_;
  State state_;
  bool isAwaited_; // an answer to CONNECT or PINGREQ
  uint16_t random_;
  uint16_t backOff_;
  uint16_t wait_;
  unsigned long since_; // when the connection was lost, or last asked for a sign of life

  uint8_t outLength_;
  bool outFailed_;

  Part part_;
  uint8_t header_;
  uint8_t shift_;
  uint32_t left_;
  uint16_t topicLeft_;
  uint8_t topicAt_;
  uint16_t id_;
  uint8_t valueAt_;
  uint8_t stored_;
  bool isTooLong_;

  KeptStep keptStep_;
  uint8_t keptFlags_;
  uint8_t keptValueAt_;
  uint16_t keptId_;

  uint16_t ids_[IDS]; // of messages with QoS 2 that were handled and not yet released
  uint8_t out_[WRITE_SIZE];
  char in_[SET_LENGTH + KITROOM_MESSAGE + 2];
  char kept_[KITROOM_MESSAGE + 2];
};
