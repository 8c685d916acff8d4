import { createServer as createWebServer } from "node:http";
import { createServer } from "node:net";
import { Aedes } from "aedes";
import { createWebSocketStream, WebSocketServer } from "ws";

// Aedes as its documentation shows it: a broker, a TCP server, a WebSocket server.
const [tcp = 0, web = 0] = process.argv.slice(2).map(Number);
const broker = await Aedes.createBroker();
const server = createWebServer();
new WebSocketServer({ server, perMessageDeflate: false }).on("connection", (webSocket, request) => {
  broker.handle(createWebSocketStream(webSocket), request);
});
server.listen(web, "127.0.0.1", () => createServer(broker.handle).listen(tcp, "127.0.0.1"));
