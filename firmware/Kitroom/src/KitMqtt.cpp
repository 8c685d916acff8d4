#include "KitMqtt.h"

static const uint16_t FIRST_WAIT = 512;
static const uint16_t LAST_WAIT = 32768;
static const uint16_t PING_AFTER = 10000; // half of the keep-alive that CONNECT promises
static const uint8_t BYTES_A_TURN = 200; // so that a flood of them leaves time for the sketch

KitMqtt::KitMqtt(Slots& slots) : Kit(slots), state_(ENDED), keptStep_(FREE), keptId_(1) {}

void KitMqtt::begin(KitText user, KitText key) {
  end();
  user_ = user;
  key_ = key;
  userLength_ = 0;
  for (char byte; (byte = user[userLength_]) != '\0'; userLength_++) {
    if (byte == '.') classLength_ = userLength_;
    random_ = random_ * 31 + byte;
  }
  random_ += static_cast<uint16_t>(clock());
  backOff_ = FIRST_WAIT;
  wait_ = 0;
  state_ = AWAY;
}

/** DISCONNECT takes the will back [MQTT-3.14.4-3], so the kit says itself that it goes. */
void KitMqtt::end() {
  if (state_ == READY) {
    sendPublish(KIT_TEXT("status"), KIT_TEXT("offline"), 1);
    sendEmpty(0xE0);
  }
  if (state_ != ENDED) closeLine();
  state_ = ENDED;
}

void KitMqtt::turn() {
  if (state_ == AWAY && now() - since_ >= wait_) connect();
  for (uint8_t n = 0; n < BYTES_A_TURN && state_ >= GREETING; n++) {
    const int byte = readByte();
    if (byte < 0) {
      if (!lineIsOpen()) lose(KIT_LOST);
      break;
    }
    take(static_cast<uint8_t>(byte));
  }
  if (state_ >= GREETING) watch();
}

void KitMqtt::connect() {
  if (!openLine()) return lose(KIT_NO_NETWORK);
  state_ = GREETING;
  part_ = HEADER;
  outLength_ = 0;
  outFailed_ = false;
  isAwaited_ = true;
  since_ = now();
  sendConnect();
}

/** Kits that lost the same broker come back one by one: each wait is twice the last, and as much again at random. */
void KitMqtt::lose(KitError error) {
  fail(error);
  closeLine();
  state_ = AWAY;
  random_ = random_ * 25173 + 13849;
  since_ = now();
  wait_ = backOff_ + (random_ & (backOff_ - 1));
  if (backOff_ < LAST_WAIT) backOff_ *= 2;
}

/** Asks on its own clock, whatever else is sent: a half-open connection takes bytes for minutes [MQTT-3.1.2.10]. */
void KitMqtt::watch() {
  if (now() - since_ < PING_AFTER) return;
  if (isAwaited_) return lose(KIT_SILENT);
  since_ = now();
  isAwaited_ = true;
  sendEmpty(0xC0);
}

/** Subscribing anew brings the retained commands; who hears `online` can send the others again. */
void KitMqtt::welcome(bool sessionIsPresent) {
  state_ = READY;
  backOff_ = FIRST_WAIT;
  isAwaited_ = false;
  if (!sessionIsPresent) memset(ids_, 0, sizeof ids_);
  sendSubscribe();
  sendPublish(KIT_TEXT("status"), KIT_TEXT("online"), 1);
  sendKept();
}
