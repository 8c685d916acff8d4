#include "KitMqtt.h"

static const uint8_t PUBLISH = 0x30;
static const uint8_t QOS = 6;

void KitMqtt::take(uint8_t byte) {
  if (part_ == HEADER) {
    header_ = byte;
    left_ = 0;
    shift_ = 0;
    part_ = LENGTH;
    return;
  }
  if (part_ == LENGTH) {
    left_ |= static_cast<uint32_t>(byte & 127) << shift_;
    shift_ += 7;
    if (byte > 127) return shift_ < 28 ? void() : lose(KIT_PROTOCOL); // four bytes at most [MQTT-2.2.3]
    topicAt_ = 0;
    valueAt_ = 0;
    stored_ = 0;
    isTooLong_ = false;
    part_ = (header_ & 0xF0) == PUBLISH ? TOPIC_HIGH : REST;
  } else {
    takeBody(byte);
    left_--;
  }
  if (left_ > 0) return;
  obey();
  part_ = HEADER;
}

/** A PUBLISH is a topic, an id where it has a QoS, and the payload [MQTT-3.3]; what else comes is short. */
void KitMqtt::takeBody(uint8_t byte) {
  switch (part_) {
    case TOPIC_HIGH:
      topicLeft_ = byte;
      part_ = TOPIC_LOW;
      return;
    case TOPIC_LOW:
      topicLeft_ = topicLeft_ << 8 | byte;
      part_ = TOPIC;
      return;
    case TOPIC:
      return takeTopic(byte);
    case ID_HIGH:
      id_ = byte;
      part_ = ID_LOW;
      return;
    case ID_LOW:
      id_ = id_ << 8 | byte;
      part_ = REST;
      return;
    default:
      store(byte);
  }
}

/** Keeps what stands behind `<class>/<kit>/`, ended by a zero byte. */
void KitMqtt::takeTopic(uint8_t byte) {
  if (topicAt_ > userLength_)
    store(byte);
  else
    topicAt_++;
  if (--topicLeft_ > 0) return;
  store(0);
  valueAt_ = stored_;
  part_ = header_ & QOS ? ID_HIGH : REST;
}

void KitMqtt::store(uint8_t byte) {
  if (stored_ < sizeof in_ - 1)
    in_[stored_++] = static_cast<char>(byte);
  else
    isTooLong_ = true;
}

void KitMqtt::obey() {
  if ((header_ & 0xF0) == PUBLISH && state_ == READY) return obeyPublish();
  const uint16_t id = static_cast<uint8_t>(in_[0]) << 8 | static_cast<uint8_t>(in_[1]);
  if ((state_ == GREETING) != (header_ == 0x20) || (header_ != 0xD0 && stored_ < 2)) return lose(KIT_PROTOCOL);
  switch (header_) {
    case 0x20: // CONNACK
      return obeyConnack();
    case 0x40: // PUBACK
      if (isKept(id, SENT, 1)) keptStep_ = FREE;
      return;
    case 0x50: // PUBREC
      if (isKept(id, SENT, 2)) keptStep_ = RELEASED;
      return sendShort(0x62, id);
    case 0x62: // PUBREL
      replace(id, 0);
      return sendShort(0x70, id);
    case 0x70: // PUBCOMP
      if (isKept(id, RELEASED, 2)) keptStep_ = FREE;
      return;
    case 0x90: // SUBACK
      for (uint8_t i = 2; i < stored_; i++)
        if (in_[i] & 0x80) fail(KIT_NOT_SUBSCRIBED);
      return;
    case 0xD0: // PINGRESP
      isAwaited_ = false;
      return;
    default:
      return lose(KIT_PROTOCOL);
  }
}

/** [MQTT-3.2] */
void KitMqtt::obeyConnack() {
  const uint8_t code = static_cast<uint8_t>(in_[1]);
  if (code == 0) return welcome(in_[0] & 1);
  lose(code == 4 || code == 5 ? KIT_WRONG_KEY : KIT_REFUSED);
}

/**
 * A message with QoS 2 is handled when its id is new, and once: until PUBREL says that the id is free again
 * [MQTT-4.3.3-2]. With more of them under way than we can remember we hang up: the broker sends again what it has no
 * answer for [MQTT-4.4.0-1].
 */
void KitMqtt::obeyPublish() {
  const uint8_t qos = header_ >> 1 & 3;
  if (qos == 3 || part_ != REST) return lose(KIT_PROTOCOL);
  if (qos < 2) {
    deliver();
    if (qos == 1) sendShort(0x40, id_);
    return;
  }
  if (!replace(id_, id_)) {
    if (!replace(0, id_)) return lose(KIT_BUSY);
    deliver();
  }
  sendShort(0x50, id_);
}

void KitMqtt::deliver() {
  in_[stored_] = '\0';
  const char* value = in_ + valueAt_;
  if (strcmp(in_, "errors") == 0) return refused(value);
  if (isTooLong_) return skip(KIT_TOO_LONG);
  if (strncmp(in_, "set/", SET_LENGTH) != 0) return;
  handle(in_ + SET_LENGTH, value, stored_ - valueAt_);
}

bool KitMqtt::isKept(uint16_t id, KeptStep step, uint8_t qos) const {
  return keptStep_ == step && keptId_ == id && (keptFlags_ >> 1 & 3) == qos;
}

/** Puts `other` in the place of `id` among the remembered ones (0 is an empty place); false where it is not there. */
bool KitMqtt::replace(uint16_t id, uint16_t other) {
  for (uint8_t i = 0; i < IDS; i++) {
    if (ids_[i] != id) continue;
    ids_[i] = other;
    return true;
  }
  return false;
}
