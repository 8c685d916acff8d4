// Places in the image for user and key, each behind a mark: whoever runs it writes them there, ended by a zero byte.
#include <Arduino.h>

struct Place {
  char mark[8];
  char text[72];
};

const Place PLACES[] PROGMEM = {{"KITUSER", ""}, {"KITKEY:", ""}};

#define KITROOM_USER reinterpret_cast<const __FlashStringHelper*>(PLACES[0].text)
#define KITROOM_KEY reinterpret_cast<const __FlashStringHelper*>(PLACES[1].text)
