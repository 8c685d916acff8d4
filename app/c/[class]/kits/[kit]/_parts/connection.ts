/** How a kit reaches its broker. `key` is null for those who may not see it. */
export type KitConnection = {
  host: string;
  port: number;
  username: string;
  key: string | null;
  class: string;
  kit: string;
};

/** The stream that the examples publish; a short word that fits a first sensor. */
const EXAMPLE = "temperature";

/** One line for a terminal that publishes a reading as this kit (mosquitto_pub). */
export function publishLine({ host, port, username, key, class: className, kit }: KitConnection): string {
  const to = `${className}/${kit}/${EXAMPLE}`;
  return `mosquitto_pub -h ${host} -p ${port} -u ${username} -P ${key ?? "KEY"} -t ${to} -m 21.5`;
}

/** A whole sketch for a board with Wi-Fi: publishes a reading each second and obeys one command. */
export function sketch({ host, port, username, key, class: className, kit }: KitConnection): string {
  return `#include <WiFi.h>          // ESP8266: ESP8266WiFi.h, UNO R4 WiFi: WiFiS3.h
#include <PubSubClient.h>

WiFiClient network;
PubSubClient mqtt(network);

bool on = false;
bool changed = false;

void onCommand(char* topic, byte* payload, unsigned int length) {
  on = length == 2 && memcmp(payload, "on", 2) == 0;
  changed = true;          // act in loop(), not here
}

void setup() {
  pinMode(LED_BUILTIN, OUTPUT);
  WiFi.begin("YOUR-WIFI", "ITS-PASSWORD");
  mqtt.setServer("${host}", ${port});
  mqtt.setCallback(onCommand);
}

void loop() {
  if (!mqtt.connected()) {
    delay(1000);
    if (!mqtt.connect("${kit}", "${username}", "${key ?? "KEY"}")) return;
    mqtt.subscribe("${className}/${kit}/set/#");
  }
  mqtt.loop();
  if (changed) {
    changed = false;
    digitalWrite(LED_BUILTIN, on ? HIGH : LOW);
    mqtt.publish("${className}/${kit}/led", on ? "on" : "off");
  }
  static unsigned long last = 0;
  if (millis() - last >= 1000) {
    last = millis();
    mqtt.publish("${className}/${kit}/light", String(analogRead(A0)).c_str());
  }
}`;
}
