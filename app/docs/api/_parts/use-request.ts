"use client";

import { useState } from "react";
import { beginningOf, readable } from "./try-request";

/** What came back; `status` is null where the server did not answer at all. */
export type Answered = { status: number | null; words: string; text: string; whole: boolean };

export type Asked = {
  method: string;
  address: string;
  body: { type: string; text: string } | null;
  token: string | null;
};

const SHOWN_BYTES = 32 * 1024;
const PATIENCE_MS = 20_000;

/** Makes a request as the reader's session or with a token, and keeps what was answered last. */
export function useRequest() {
  const [busy, setBusy] = useState(false);
  const [answer, setAnswer] = useState<Answered | null>(null);
  const send = async (asked: Asked) => {
    setBusy(true);
    setAnswer(await ask(asked));
    setBusy(false);
  };
  return { busy, answer, send };
}

async function ask({ method, address, body, token }: Asked): Promise<Answered> {
  try {
    const response = await fetch(address, {
      method,
      body: body?.text ?? null,
      credentials: token === null ? "same-origin" : "omit",
      headers: {
        ...(token === null ? {} : { authorization: `Bearer ${token}` }),
        ...(body === null ? {} : { "content-type": body.type }),
      },
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    const { text, whole } = await beginningOf(response, SHOWN_BYTES);
    return {
      status: response.status,
      words: response.statusText,
      text: whole ? readable(text) : text,
      whole,
    };
  } catch (error) {
    return { status: null, words: "", text: error instanceof Error ? error.message : "", whole: true };
  }
}
