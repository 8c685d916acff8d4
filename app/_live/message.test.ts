import { expect, test } from "vitest";
import { fromHttp, fromSocket, identityOf } from "./message";

const rest = { topic: "c1/lamp/photo", at: 5, qos: 1, retain: false } as const;

test("bytes are the same whether they came by HTTP or by the socket", () => {
  const bytes = Uint8Array.of(0xff, 0x00, 0xfe);
  const byHttp = fromHttp({ ...rest, payloadBase64: Buffer.from(bytes).toString("base64") });
  const bySocket = fromSocket({ ...rest, payload: bytes.buffer as unknown as Uint8Array });
  expect(byHttp.payload).toEqual(bytes);
  expect(bySocket.payload).toEqual(bytes);
  expect(identityOf(byHttp)).toBe(identityOf(bySocket));
});

test("a late copy with the retained mark is the same message", () => {
  const live = fromHttp({ ...rest, payload: "on" });
  expect(identityOf({ ...live, retain: true, qos: 0 })).toBe(identityOf(live));
});

test("text and bytes that read alike are not the same", () => {
  expect(identityOf({ ...rest, payload: "1,2" })).not.toBe(
    identityOf({ ...rest, payload: Uint8Array.of(1, 2) }),
  );
});
