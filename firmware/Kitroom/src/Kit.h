#pragma once

#include <string.h>

#include "KitNumber.h"
#include "KitText.h"
#include "KitValue.h"

#define KITROOM_VERSION "1.0.0"

/** How many names `on` can wait for, and how many readings `publishEvery` can take. */
#if !defined(KITROOM_SLOTS)
#define KITROOM_SLOTS 6
#endif

/** How many bytes name and value of a command may have together, and of a message kept for QoS 1 and 2. */
#if !defined(KITROOM_MESSAGE)
#define KITROOM_MESSAGE 96
#endif

/** What went wrong last. The numbers stay as they are: sketches print them. */
enum KitError : uint8_t {
  KIT_OK = 0,
  KIT_NO_NETWORK = 1,      ///< the broker could not be reached
  KIT_WRONG_KEY = 2,       ///< the broker refused user or key
  KIT_REFUSED = 3,         ///< the broker refused the connection for another reason
  KIT_LOST = 4,            ///< the connection broke
  KIT_SILENT = 5,          ///< the broker no longer answered
  KIT_PROTOCOL = 6,        ///< the broker sent what is no MQTT
  KIT_NOT_SUBSCRIBED = 7,  ///< the broker lets no commands through
  KIT_TOO_LONG = 8,        ///< a command, or a message with QoS 1 or 2, is longer than KITROOM_MESSAGE
  KIT_BUSY = 9,            ///< the last message with QoS 1 or 2 is still on its way
  KIT_AWAY = 10,           ///< a message with QoS 0 while there was no connection
  KIT_BAD_VALUE = 11,      ///< a reading that is no number (NaN), or a name without a letter
  KIT_NO_ROOM = 12,        ///< more than KITROOM_SLOTS names or readings
  KIT_DAMAGED = 13,        ///< a line on the cable came damaged
  KIT_UNKNOWN = 14,        ///< a command to a name that nobody waits for
};

/**
 * A kit: what it publishes, what it listens to. How that travels is the matter of KitCable and KitMqtt. Nothing here
 * waits, and nothing takes memory from the heap.
 */
class Kit {
 public:
  typedef void (*Handler)(KitValue value);

  /**
   * Publishes a reading under a name such as `temperature` or `air/temperature`. A name that begins with `/` counts from the
   * class: `/lamp/set/led` commands the kit `lamp`, `/shared/score` writes on the class's board. With QoS 1 or 2 the
   * message is kept and sent again until the broker has it. False where it was not taken; `lastError()` says why.
   */
  bool publish(KitText name, KitText value, uint8_t qos = 0, bool retain = false);
  bool publish(KitText name, const char* value, uint8_t qos = 0, bool retain = false) {
    return publish(name, KitText(value), qos, retain);
  }
  bool publish(KitText name, bool value, uint8_t qos = 0, bool retain = false) {
    return publish(name, value ? KIT_TEXT("true") : KIT_TEXT("false"), qos, retain);
  }
  bool publish(KitText name, long value, uint8_t qos = 0, bool retain = false) {
    return publishNumber(name, KitNumber(value), qos, retain);
  }
  bool publish(KitText name, unsigned long value, uint8_t qos = 0, bool retain = false) {
    return publishNumber(name, KitNumber(value), qos, retain);
  }
  bool publish(KitText name, int value, uint8_t qos = 0, bool retain = false) {
    return publish(name, static_cast<long>(value), qos, retain);
  }
  bool publish(KitText name, unsigned int value, uint8_t qos = 0, bool retain = false) {
    return publish(name, static_cast<unsigned long>(value), qos, retain);
  }
  bool publish(KitText name, float value, uint8_t qos = 0, bool retain = false) {
    return publishNumber(name, KitNumber(value, decimals_), qos, retain);
  }
  bool publish(KitText name, double value, uint8_t qos = 0, bool retain = false) {
    return publish(name, static_cast<float>(value), qos, retain);
  }

  /** Publishes what `read` returns, at once and then each `ms` milliseconds, with QoS 0, while there is a connection. */
  template <typename Reader>
  bool publishEvery(unsigned long ms, KitText name, Reader read) {
    return publishEach(ms, name, +read);
  }

  /** Calls `handler` for each command to `name`. Readings may be published in it. */
  bool on(KitText name, Handler handler);

  /** How many decimals a float is published with: 2, or as many as are said here, at most 6. */
  void decimals(uint8_t count) { decimals_ = count; }

  /** Does what is due. To be called over and over, without delay() beside it. */
  void loop();

  /** Whether there is somebody at the other end right now. */
  virtual bool connected() const = 0;

  /** Whether nothing that was published with QoS 1 or 2 is still on its way. */
  virtual bool delivered() const { return true; }

  /** What went wrong last; KIT_OK where nothing did since it was asked for. */
  KitError lastError();

  /** Why the server refused something of this kit: the `code` of its newest message on `errors`, or an empty text. */
  const char* lastRefusal() const { return slots_.refusal; }

  /** How many commands came that were too long or damaged, and were skipped whole. */
  uint16_t skipped() const { return skipped_; }

  /** How many messages were not taken by `publish`. */
  uint16_t unsent() const { return unsent_; }

 protected:
  typedef void (*Reading)();
  typedef void (*Publisher)(Kit& kit, KitText name, Reading read);

  struct Waiting {
    KitText name;
    Handler handler;
  };

  struct Timer {
    KitText name;
    Reading read;
    Publisher publisher;
    unsigned long period;
    unsigned long last;
  };

  /** What a kit waits for, what it does again and again, and why the server refused something. */
  struct Slots {
    Waiting waiting[KITROOM_SLOTS];
    Timer timers[KITROOM_SLOTS];
    char refusal[16];
  };

  /** The slots belong to the last of the derived classes: an AVR reaches the first 64 bytes of an object in fewer bytes. */
  explicit Kit(Slots& slots);

  /** The clock as it was when the loop began. */
  unsigned long now() const { return now_; }

  /** Milliseconds since some moment; they may start again from 0. */
  virtual unsigned long clock() = 0;

  /** The next byte that came, -1 where there is none yet. */
  virtual int readByte() = 0;

  /** Takes care of the line: connects, answers, reads. */
  virtual void turn() = 0;

  /** Sends a message, or takes it over; false (after `fail`) where neither is possible. */
  virtual bool send(KitText name, KitText value, uint8_t qos, bool retain) = 0;

  /** Remembers an error; false, to be returned. */
  bool fail(KitError error);

  /** Remembers that a command was skipped. */
  void skip(KitError error);

  /** Calls whoever waits for this name; false where nobody does. The value ends with a zero byte. */
  bool handle(const char* name, const char* value, uint16_t length);

  /** Remembers the code of a refusal, given as the server's JSON or plainly. */
  void refused(const char* text);

 private:
  template <typename Value>
  bool publishEach(unsigned long ms, KitText name, Value (*read)()) {
    return start(ms, name, reinterpret_cast<Reading>(read), &Kit::publishNow<Value>);
  }

  template <typename Value>
  static void publishNow(Kit& kit, KitText name, Reading read) {
    kit.publish(name, reinterpret_cast<Value (*)()>(read)());
  }

  bool publishNumber(KitText name, const KitNumber& number, uint8_t qos, bool retain);
  bool start(unsigned long ms, KitText name, Reading read, Publisher publisher);
  void publishWhatIsDue();

  Slots& slots_;
  unsigned long now_;
  uint8_t waitingCount_;
  uint8_t timerCount_;
  uint8_t decimals_;
  KitError error_;
  bool inLoop_;
  uint16_t skipped_;
  uint16_t unsent_;
};
