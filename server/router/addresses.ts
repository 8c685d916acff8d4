import { networkInterfaces } from "node:os";
import { live } from "../live";

/** Where this Kitroom is, as browsers and kits in the same room can use it. */
export type Addresses = { web: string; broker: { host: string; port: number } };

/**
 * By what the asker's browser was told (`Host`, without a path): a kit can mostly reach what a browser reaches. Who sits
 * at the server itself says "localhost", which is no use to others: then this machine's address in the local network,
 * unless the server listens to this machine alone.
 */
export function addressesFor(host: string | null, protocol: "http" | "https" = "http"): Addresses {
  const { publicUrl, port, mqttPort, inNetwork } = live.require().addresses;
  const asked = new URL(publicUrl ?? findUrl(protocol, host) ?? `${protocol}://localhost:${port}`);
  if (publicUrl === null && inNetwork && isLoopback(asked.hostname))
    asked.hostname = lanAddress() ?? asked.hostname;
  return { web: asked.origin, broker: { host: asked.hostname, port: mqttPort } };
}

/** What a client calls the server need not be a name at all. */
function findUrl(protocol: string, host: string | null): string | null {
  const address = `${protocol}://${host}`;
  return host !== null && URL.canParse(address) ? address : null;
}

/** Whether a host name stands for the machine that asks. */
export function isLoopback(hostname: string): boolean {
  return /^(localhost|\[?::1\]?|127\..*)$/.test(hostname);
}

/** This machine's first address in the local network: what students type. */
export function lanAddress(): string | undefined {
  return Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .find(({ family, internal }) => family === "IPv4" && !internal)?.address;
}
