#include "KitValue.h"

#include <stdlib.h>
#include <string.h>

bool KitValue::isOn() const {
  if (strcasecmp(text_, "on") == 0 || strcasecmp(text_, "true") == 0) return true;
  const char* rest = text_ + strspn(text_, "+-0.");
  return *rest >= '1' && *rest <= '9';
}

float KitValue::number(float otherwise) const {
  char* end;
  const float value = static_cast<float>(strtod(text_, &end));
  return end == text_ || *end != '\0' ? otherwise : value;
}
