#define KITROOM_USER "class.kit"
#define KITROOM_KEY "the key of the kit"
#define KITROOM_BROKER "192.168.1.10"
#define KITROOM_PORT 1883
#define WIFI_NAME "the name of the network"
#define WIFI_PASSWORD "its password"
