#define KITROOM_USER "class.kit"
#define KITROOM_KEY "the key of the kit"
