#include "KitCable.h"

static const uint8_t BYTES_A_TURN = 200; // so that a flood of them leaves time for the sketch

static char hexDigit(uint8_t value) { return static_cast<char>(value < 10 ? '0' + value : 'A' - 10 + value); }

/** What an upper-case digit stands for, 16 where it is none. */
static uint8_t hexValue(char digit) {
  if (digit >= '0' && digit <= '9') return static_cast<uint8_t>(digit - '0');
  if (digit >= 'A' && digit <= 'F') return static_cast<uint8_t>(digit - 'A' + 10);
  return 16;
}

static bool isControl(char byte) { return static_cast<uint8_t>(byte) < 0x20 || byte == 0x7F; }

/** Puts `%HH` back to the byte it stands for, where the text lies; the new length, or -1 where that is no `%HH`. */
static int16_t unescape(char* text, uint16_t length) {
  int16_t to = 0;
  for (uint16_t from = 0; from < length; from++) {
    char byte = text[from];
    if (byte == '%') {
      if (from + 2 >= length) return -1;
      const uint8_t high = hexValue(text[from + 1]);
      const uint8_t low = hexValue(text[from + 2]);
      if (high > 15 || low > 15) return -1;
      byte = static_cast<char>(high << 4 | low);
      from += 2;
    }
    text[to++] = byte;
  }
  text[to] = '\0';
  return to;
}

KitCable::KitCable(Slots& slots) : Kit(slots), state_(CONSOLE), sum_(0), writtenSum_(0), length_(0) {}

void KitCable::begin(KitText, KitText) { say(KIT_TEXT("$hello"), KIT_TEXT(KITROOM_VERSION)); }

void KitCable::turn() {
  int byte;
  for (uint8_t n = 0; n < BYTES_A_TURN && (byte = readByte()) >= 0; n++) {
    const State before = state_;
    state_ = next(static_cast<char>(byte));
    if (before == END && byte == '\n') return obey();
  }
}

/** A frame has exactly one '@' and one '*', and no control character: a line with more of them is damaged. */
KitCable::State KitCable::next(char byte) {
  if (byte == '\n') {
    if (state_ == BODY || state_ == HIGH_DIGIT || state_ == LOW_DIGIT) skip(KIT_DAMAGED);
    return CONSOLE;
  }
  if (state_ == SKIPPED) return SKIPPED;
  if (byte == '@') {
    if (state_ != CONSOLE) return skipLine(KIT_DAMAGED);
    length_ = 0;
    sum_ = 0;
    return BODY;
  }
  if (state_ == CONSOLE) return CONSOLE;
  if (state_ == BODY && byte == '*') return HIGH_DIGIT;
  if (state_ == BODY && !isControl(byte)) {
    if (length_ == KITROOM_MESSAGE + 1) return skipLine(KIT_TOO_LONG); // + 1: the blank between name and value
    frame_[length_++] = byte;
    sum_ ^= static_cast<uint8_t>(byte);
    return BODY;
  }
  if (state_ == HIGH_DIGIT && byte == hexDigit(sum_ >> 4)) return LOW_DIGIT;
  if (state_ == LOW_DIGIT && byte == hexDigit(sum_ & 15)) return END;
  if (state_ == END && byte == '\r') return END;
  return skipLine(KIT_DAMAGED);
}

KitCable::State KitCable::skipLine(KitError error) {
  skip(error);
  return SKIPPED;
}

/** Takes the whole and undamaged frame apart. */
void KitCable::obey() {
  frame_[length_] = '\0';
  char* value = strchr(frame_, ' ');
  if (value)
    *value++ = '\0';
  else
    value = frame_ + length_;
  const uint16_t valueLength = static_cast<uint16_t>(frame_ + length_ - value);
  const int16_t nameIs = unescape(frame_, static_cast<uint16_t>(strlen(frame_)));
  const int16_t valueIs = unescape(value, valueLength);
  if (nameIs <= 0 || valueIs < 0) return skip(KIT_DAMAGED);
  answer(frame_, value, static_cast<uint16_t>(valueIs));
}

void KitCable::answer(char* name, char* value, uint16_t valueLength) {
  if (strcmp(name, "$hello") == 0) return begin();
  if (strcmp(name, "$refused") == 0) return refused(value);
  const bool isDone = strcmp(name, "$ping") == 0 || handle(name, value, valueLength);
  if (isDone)
    say(KIT_TEXT("$ok"), KitText());
  else
    say(KIT_TEXT("$no"), name);
}

bool KitCable::send(KitText name, KitText value, uint8_t, bool) {
  char byte;
  for (uint16_t i = 0; (byte = name[i]) != '\0'; i++)
    if (byte == ' ') return fail(KIT_BAD_VALUE); // a frame could not say where the name ends
  if (value[0] == '\0') return fail(KIT_BAD_VALUE); // nor that there is a value
  say(name, value);
  return true;
}

void KitCable::say(KitText name, KitText value) {
  writeByte('@');
  writtenSum_ = 0;
  putEscaped(name);
  if (value[0] != '\0') {
    put(' ');
    putEscaped(value);
  }
  const uint8_t sum = writtenSum_;
  writeByte('*');
  writeByte(static_cast<uint8_t>(hexDigit(sum >> 4)));
  writeByte(static_cast<uint8_t>(hexDigit(sum & 15)));
  writeByte('\n');
}

void KitCable::putEscaped(KitText text) {
  char byte;
  for (uint16_t i = 0; (byte = text[i]) != '\0'; i++) {
    if (byte == '%' || byte == '@' || byte == '*' || isControl(byte)) {
      put('%');
      put(hexDigit(static_cast<uint8_t>(byte) >> 4));
      put(hexDigit(byte & 15));
    } else {
      put(byte);
    }
  }
}

void KitCable::put(char byte) {
  writtenSum_ ^= static_cast<uint8_t>(byte);
  writeByte(static_cast<uint8_t>(byte));
}
