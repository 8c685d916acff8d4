#include "KitMqtt.h"

static const uint16_t KEEP_ALIVE = 20; // seconds
static const uint8_t RETAIN = 1;
static const uint8_t QOS = 6;
static const uint8_t DUP = 8;
static const uint8_t CONNECT_FLAGS = 0xEC; // user, password, will: retained and QoS 1; a session that outlives the line

static KitText status() { return KIT_TEXT("status"); }

static KitText offline() { return KIT_TEXT("offline"); }

/** [MQTT-3.1] The user name is the client id as well: one kit, one session. */
void KitMqtt::sendConnect() {
  putHeader(0x10, 20 + 2 * userLength_ + key_.length() + topicLength(status()) + offline().length());
  putText(KIT_TEXT("MQTT"));
  put(4); // 3.1.1
  put(CONNECT_FLAGS);
  putWord(KEEP_ALIVE);
  putText(user_);
  putTopic(status());
  putText(offline());
  putText(user_);
  putText(key_);
  finish();
}

/** [MQTT-3.8] All commands to this kit, and why the server refused something. */
void KitMqtt::sendSubscribe() {
  const KitText commands = KIT_TEXT("set/#");
  const KitText errors = KIT_TEXT("errors");
  putHeader(0x82, 8 + topicLength(commands) + topicLength(errors));
  putWord(1);
  putTopic(commands);
  put(2);
  putTopic(errors);
  put(0);
  finish();
}

bool KitMqtt::send(KitText name, KitText value, uint8_t qos, bool retain) {
  const uint8_t flags = qos << 1 | (retain ? RETAIN : 0);
  if (qos == 0) return state_ == READY ? sendPublish(name, value, flags) : fail(KIT_AWAY);
  if (keptStep_ != FREE) return fail(KIT_BUSY);
  uint8_t length = 0;
  if (!keep(name, length)) return false;
  keptValueAt_ = length;
  if (!keep(value, length)) return false;
  keptFlags_ = flags;
  if (++keptId_ < 2) keptId_ = 2; // 0 is none [MQTT-2.3.1-1], 1 is SUBSCRIBE's
  keptStep_ = TAKEN;
  if (state_ == READY) sendKept();
  return true;
}

/** Copies the text and its zero byte to what is kept. */
bool KitMqtt::keep(KitText text, uint8_t& length) {
  uint16_t i = 0;
  do {
    if (length == sizeof kept_) return fail(KIT_TOO_LONG);
    kept_[length++] = text[i];
  } while (text[i++] != '\0');
  return true;
}

/** Where the kept message goes on: as new, as a duplicate [MQTT-3.3.1-1], or at its PUBREL [MQTT-4.4.0-1]. */
void KitMqtt::sendKept() {
  if (keptStep_ == FREE) return;
  if (keptStep_ == RELEASED) return sendShort(0x62, keptId_);
  const uint8_t dup = keptStep_ == SENT ? DUP : 0;
  keptStep_ = SENT;
  sendPublish(kept_, kept_ + keptValueAt_, keptFlags_ | dup);
}

/** [MQTT-3.3] */
bool KitMqtt::sendPublish(KitText name, KitText value, uint8_t flags) {
  const bool hasId = flags & QOS;
  putHeader(0x30 | flags, 2UL + topicLength(name) + (hasId ? 2 : 0) + value.length());
  putTopic(name);
  if (hasId) putWord(keptId_);
  putBytes(value);
  return finish();
}

/** PUBACK, PUBREC, PUBREL, PUBCOMP: a header and the packet's id. */
void KitMqtt::sendShort(uint8_t header, uint16_t id) {
  putHeader(header, 2);
  putWord(id);
  finish();
}

/** PINGREQ and DISCONNECT. */
void KitMqtt::sendEmpty(uint8_t header) {
  putHeader(header, 0);
  finish();
}

/** The kit's own branch, `<class>/<kit>/`, made of its user name. */
char KitMqtt::prefix(uint8_t index) const { return index == userLength_ || index == classLength_ ? '/' : user_[index]; }

/** A name that begins with '/' counts from the class. */
uint8_t KitMqtt::prefixLength(KitText name) const { return name[0] == '/' ? classLength_ : userLength_ + 1; }

uint16_t KitMqtt::topicLength(KitText name) const { return prefixLength(name) + name.length(); }

void KitMqtt::putTopic(KitText name) {
  putWord(topicLength(name));
  const uint8_t length = prefixLength(name);
  for (uint8_t i = 0; i < length; i++) put(static_cast<uint8_t>(prefix(i)));
  putBytes(name);
}

void KitMqtt::putText(KitText text) {
  putWord(text.length());
  putBytes(text);
}

void KitMqtt::putBytes(KitText text) {
  char byte;
  for (uint16_t i = 0; (byte = text[i]) != '\0'; i++) put(static_cast<uint8_t>(byte));
}

/** The remaining length, seven bits a byte [MQTT-2.2.3]. */
void KitMqtt::putHeader(uint8_t header, uint32_t length) {
  put(header);
  while (length > 127) {
    put(static_cast<uint8_t>(length | 128));
    length >>= 7;
  }
  put(static_cast<uint8_t>(length));
}

void KitMqtt::putWord(uint16_t word) {
  put(static_cast<uint8_t>(word >> 8));
  put(static_cast<uint8_t>(word));
}

void KitMqtt::put(uint8_t byte) {
  out_[outLength_++] = byte;
  if (outLength_ < WRITE_SIZE) return;
  if (!outFailed_) outFailed_ = !write(out_, outLength_);
  outLength_ = 0;
}

/** Sends what is left of a packet. Half a packet leaves nothing to go on with, so a failure is the end of the line. */
bool KitMqtt::finish() {
  if (state_ < GREETING) return false;
  if (outLength_ > 0 && !outFailed_) outFailed_ = !write(out_, outLength_);
  outLength_ = 0;
  if (!outFailed_) return true;
  lose(KIT_LOST);
  return false;
}
