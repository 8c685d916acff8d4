#!/bin/sh
KITROOM=http://localhost:3000
TOKEN=kr_your_token
CLASS=my-class
KIT=my-kit

# The five newest readings of the kit.
curl -sS -H "Authorization: Bearer $TOKEN" "$KITROOM/api/v1/classes/$CLASS/messages?topic=$CLASS/$KIT/%23&order=desc&limit=5"
# A command to it.
curl -sS -H "Authorization: Bearer $TOKEN" -H "Content-Type: application/json" "$KITROOM/api/v1/classes/$CLASS/publish" \
  -d "{\"topic\": \"$CLASS/$KIT/set/led\", \"payload\": \"on\", \"qos\": 1}"
