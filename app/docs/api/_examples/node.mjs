import { io } from "socket.io-client"; // npm install socket.io-client

const socket = io("http://localhost:3000", { auth: { token: "kr_your_token" } });
socket.on("topic:messages", (messages) => {
  for (const { topic, payload } of messages) console.log(topic, String(payload));
});
socket.on("connect", async () => {
  await socket.emitWithAck("topic:subscribe", { topic: "my-class/my-kit/#" });
  await socket.emitWithAck("topic:publish", { topic: "my-class/my-kit/set/led", payload: "on", qos: 1 });
});
