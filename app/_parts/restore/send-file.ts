import type { Reply } from "#server/contract/refusal";
import { isRefusalCode } from "@/_live/api";

/** Bytes of a file that have been sent, of all. */
export type Sent = { bytes: number; total: number };

type Sending = { signal: AbortSignal; onSent: (sent: Sent) => void };

/**
 * Sends a file to the API and tells how far it is, which `fetch` cannot say. Never throws; a request that is aborted,
 * or that nobody answers, is `unavailable`.
 */
export function sendFile<Value>(
  path: string,
  file: File,
  { signal, onSent }: Sending,
): Promise<Reply<Value>> {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    const end = (reply: Reply<Value>) => {
      signal.removeEventListener("abort", abort);
      resolve(reply);
    };
    const abort = () => request.abort();
    const lost = () => end({ ok: false, code: "unavailable", message: "" });
    signal.addEventListener("abort", abort);
    request.upload.onprogress = ({ loaded }) => onSent({ bytes: loaded, total: file.size });
    request.upload.onload = () => onSent({ bytes: file.size, total: file.size });
    request.onload = () => end(replyOf(request));
    request.onerror = lost;
    request.onabort = lost;
    request.open("POST", `/api/v1${path}`);
    request.setRequestHeader("content-type", "application/zip");
    request.send(file);
  });
}

function replyOf<Value>({ status, responseText }: XMLHttpRequest): Reply<Value> {
  const said = parse(responseText);
  if (status >= 200 && status < 300) return { ok: true, value: said as Value };
  const { code, detail } = said as { code?: string; detail?: string };
  return { ok: false, code: isRefusalCode(code) ? code : "unavailable", message: detail ?? "" };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) ?? {};
  } catch {
    return {};
  }
}
