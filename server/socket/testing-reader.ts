import WebSocket from "ws";
import type { Message } from "../contract/shapes";

/** A browser by the bare protocol (Engine.IO 4, Socket.IO 5), which can stop reading from its connection. */
export type Reader = {
  messages: Message[];
  gaps: { since: number }[];
  /** Everything it was told, in order: payloads and `gap`. */
  heard: string[];
  subscribe(topic: string): Promise<unknown>;
  /** From now on nothing is taken from the connection: what comes fills the buffers of the system. */
  pause(): void;
  resume(): void;
  readonly open: boolean;
  close(): void;
};

export async function openReader(port: number, token: string): Promise<Reader> {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/socket.io/?EIO=4&transport=websocket`);
  const [messages, gaps, heard] = [[] as Message[], [] as { since: number }[], [] as string[]];
  const answers = new Map<string, (answer: unknown) => void>();
  let asked = 0;
  let connected = () => {};

  function hear(event: unknown, argument: unknown): void {
    if (event === "topic:messages") {
      const some = argument as Message[];
      messages.push(...some);
      heard.push(...some.map(({ payload }) => String(payload)));
    }
    if (event === "topic:gap") {
      gaps.push(argument as { since: number });
      heard.push("gap");
    }
  }

  socket.on("error", () => {});
  socket.on("message", (data) => {
    const text = String(data);
    const [, number = "", answer] = /^43(\d+)(.*)$/s.exec(text) ?? [];
    if (text.startsWith("0")) socket.send(`40${JSON.stringify({ token })}`);
    else if (text === "2") socket.send("3");
    else if (text.startsWith("40")) connected();
    else if (answer) answers.get(number)?.(JSON.parse(answer)[0]);
    else if (text.startsWith("42")) hear(...(JSON.parse(text.slice(2)) as [unknown, unknown]));
  });
  await new Promise<void>((resolve, reject) => {
    connected = resolve;
    socket.once("close", () => reject(new Error("the connection was refused")));
  });
  return {
    messages,
    gaps,
    heard,
    subscribe: (topic) =>
      new Promise((resolve) => {
        const number = String(asked++);
        answers.set(number, resolve);
        socket.send(`42${number}${JSON.stringify(["topic:subscribe", { topic }])}`);
      }),
    pause: () => socket.pause(),
    resume: () => socket.resume(),
    get open() {
      return socket.readyState === WebSocket.OPEN;
    },
    close: () => socket.terminate(),
  };
}
