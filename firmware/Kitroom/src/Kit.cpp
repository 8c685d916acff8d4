#include "Kit.h"

Kit::Kit(Slots& slots)
    : slots_(slots), now_(0), waitingCount_(0), timerCount_(0), decimals_(2), error_(KIT_OK), inLoop_(false),
      skipped_(0), unsent_(0) {
  slots_.refusal[0] = '\0';
}

bool Kit::publish(KitText name, KitText value, uint8_t qos, bool retain) {
  const bool isTaken = name[0] != '\0' ? send(name, value, qos, retain) : fail(KIT_BAD_VALUE);
  if (!isTaken) unsent_++;
  return isTaken;
}

bool Kit::publishNumber(KitText name, const KitNumber& number, uint8_t qos, bool retain) {
  const KitText text(number.text());
  return publish(text[0] != '\0' ? name : KitText(), text, qos, retain);
}

bool Kit::on(KitText name, Handler handler) {
  if (waitingCount_ == KITROOM_SLOTS) return fail(KIT_NO_ROOM);
  Waiting& waiting = slots_.waiting[waitingCount_++];
  waiting.name = name;
  waiting.handler = handler;
  return true;
}

bool Kit::start(unsigned long ms, KitText name, Reading read, Publisher publisher) {
  if (timerCount_ == KITROOM_SLOTS) return fail(KIT_NO_ROOM);
  Timer& timer = slots_.timers[timerCount_++];
  timer.name = name;
  timer.read = read;
  timer.publisher = publisher;
  timer.period = ms;
  timer.last = now_ - ms;
  return true;
}

void Kit::loop() {
  if (inLoop_) return; // a handler that calls loop() would run into itself
  inLoop_ = true;
  now_ = clock();
  turn();
  if (connected()) publishWhatIsDue();
  inLoop_ = false;
}

/** Unsigned differences are right across the 49 days after which milliseconds start again. */
void Kit::publishWhatIsDue() {
  for (uint8_t i = 0; i < timerCount_; i++) {
    Timer& timer = slots_.timers[i];
    const unsigned long late = now_ - timer.last;
    if (late < timer.period) continue;
    timer.last += late < 2 * timer.period ? timer.period : late; // without drift, but nothing to catch up with
    timer.publisher(*this, timer.name, timer.read);
  }
}

KitError Kit::lastError() {
  const KitError error = error_;
  error_ = KIT_OK;
  return error;
}

bool Kit::fail(KitError error) {
  error_ = error;
  return false;
}

void Kit::skip(KitError error) {
  fail(error);
  skipped_++;
}

bool Kit::handle(const char* name, const char* value, uint16_t length) {
  bool isHandled = false;
  for (uint8_t i = 0; i < waitingCount_; i++) {
    const Waiting& waiting = slots_.waiting[i];
    if (!waiting.name.is(name)) continue;
    waiting.handler(KitValue(name, value, length));
    isHandled = true;
  }
  return isHandled || fail(KIT_UNKNOWN);
}

void Kit::refused(const char* text) {
  const char* code = strstr(text, "\"code\":\"");
  code = code ? code + 8 : text;
  uint8_t length = 0;
  for (; length < sizeof slots_.refusal - 1 && code[length] != '"' && code[length] != '\0'; length++)
    slots_.refusal[length] = code[length];
  slots_.refusal[length] = '\0';
}
