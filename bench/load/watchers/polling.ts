/**
 * Opens a Socket.IO connection the long way, as servers want it that take no WebSocket from the start: by polling.
 * Answers the name that Engine.IO gave it; the WebSocket to upgrade it to names it again.
 */
export async function openByPolling(port: number, path: string): Promise<string> {
  const address = `http://127.0.0.1:${port}${path}/?EIO=4&transport=polling`;
  const { sid } = JSON.parse((await get(address)).slice(1)) as { sid: string };
  const own = `${address}&sid=${sid}`;
  await fetch(own, { method: "POST", body: "40" });
  const connected = await get(own);
  if (!connected.startsWith("40")) throw new Error(`not let in: ${connected}`);
  return sid;
}

async function get(address: string): Promise<string> {
  return (await fetch(address)).text();
}
