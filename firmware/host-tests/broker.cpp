#include "BrokerOnHost.h"

static std::string word(size_t value) {
  return {static_cast<char>(value >> 8), static_cast<char>(value & 255)};
}

static std::string text(const std::string& bytes) { return word(bytes.size()) + bytes; }

std::string packet(uint8_t header, const std::string& body) {
  std::string result(1, static_cast<char>(header));
  size_t length = body.size();
  do {
    result += static_cast<char>(length % 128 + (length > 127 ? 128 : 0));
    length /= 128;
  } while (length > 0);
  return result + body;
}

std::string connack(uint8_t code, bool sessionIsPresent) {
  return packet(0x20, {static_cast<char>(sessionIsPresent ? 1 : 0), static_cast<char>(code)});
}

std::string published(const std::string& topic, const std::string& value, int qos, uint16_t id, bool dup) {
  const uint8_t header = static_cast<uint8_t>(0x30 | qos << 1 | (dup ? 8 : 0));
  return packet(header, text(topic) + (qos > 0 ? word(id) : "") + value);
}

std::string acknowledged(uint8_t header, uint16_t id) { return packet(header, word(id)); }

/** Takes bytes from the front of a packet. */
struct Reader {
  std::string left;

  std::string bytes(size_t count) {
    const std::string result = left.substr(0, count);
    left.erase(0, count);
    return result;
  }
  unsigned byte() { return static_cast<uint8_t>(bytes(1)[0]); }
  unsigned number() {
    const unsigned high = byte();
    return high << 8 | byte();
  }
  std::string text() { return bytes(number()); }
};

static std::string connectInWords(Reader body) {
  std::string words = "CONNECT " + body.text();
  words += std::to_string(body.byte());
  const unsigned flags = body.byte();
  words += (flags & 2) ? " clean" : " kept";
  words += " alive=" + std::to_string(body.number());
  words += " id=" + body.text();
  if (flags & 4) {
    words += (flags & 32) ? " will-retained" : " will";
    words += " q" + std::to_string(flags >> 3 & 3) + " " + body.text();
    words += "=" + body.text();
  }
  if (flags & 128) words += " user=" + body.text();
  if (flags & 64) words += " key=" + body.text();
  return words + body.left;
}

static std::string publishInWords(unsigned header, Reader body) {
  const unsigned qos = header >> 1 & 3;
  std::string words = "PUBLISH q" + std::to_string(qos);
  if (header & 8) words += " dup";
  if (header & 1) words += " retained";
  const std::string topic = body.text();
  if (qos > 0) words += " id=" + std::to_string(body.number());
  return words + " " + topic + "=" + body.left;
}

static std::string subscribeInWords(Reader body) {
  std::string words = "SUBSCRIBE id=" + std::to_string(body.number());
  while (!body.left.empty()) {
    words += " " + body.text();
    words += "/q" + std::to_string(body.byte());
  }
  return words;
}

static std::string inWords(unsigned header, Reader body) {
  if ((header & 0xF0) == 0x30) return publishInWords(header, body);
  switch (header) {
    case 0x10:
      return connectInWords(body);
    case 0x40:
      return "PUBACK " + std::to_string(body.number());
    case 0x50:
      return "PUBREC " + std::to_string(body.number());
    case 0x62:
      return "PUBREL " + std::to_string(body.number());
    case 0x70:
      return "PUBCOMP " + std::to_string(body.number());
    case 0x82:
      return subscribeInWords(body);
    case 0xC0:
      return "PINGREQ";
    case 0xE0:
      return "DISCONNECT";
    default:
      return "no packet of a kit: " + std::to_string(header);
  }
}

std::string read(const std::string& bytes) {
  Reader rest{bytes};
  std::string words;
  while (!rest.left.empty()) {
    const unsigned header = rest.byte();
    size_t length = 0;
    unsigned byte = 128;
    for (unsigned shift = 0; byte > 127; shift += 7) length |= ((byte = rest.byte()) & 127) << shift;
    if (rest.left.size() < length) return words + "a torn packet";
    words += inWords(header, Reader{rest.bytes(length)}) + "; ";
  }
  return words;
}

void welcome(KitOnHost& kit, bool sessionIsPresent) {
  kit.begin("class.lamp", "key");
  kit.loop();
  kit.hear(connack(0, sessionIsPresent));
  kit.said();
}
