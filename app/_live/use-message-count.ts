"use client";

import { useEffect, useState } from "react";
import { callApi } from "./api";

/** Stored messages of a topic or filter, or of the whole class; `from` and `to` included (milliseconds). */
export type CountAsked = { class: string; topic?: string; from?: number; to?: number };

/** How many there are; null until it is known, or where nothing is asked. */
export function useMessageCount(asked: CountAsked | null): number | null {
  const [found, setFound] = useState<{ path: string; messages: number } | null>(null);
  const path = asked && countPath(asked);
  useEffect(() => {
    if (path === null) return;
    let current = true;
    void callApi<{ messages: number }>("GET", path).then((reply) => {
      if (current && reply.ok) setFound({ path, messages: reply.value.messages });
    });
    return () => {
      current = false;
    };
  }, [path]);
  return found?.path === path ? found.messages : null;
}

function countPath({ class: slug, ...asked }: CountAsked): string {
  const given = Object.entries(asked).map(([name, value]): [string, string] => [name, String(value)]);
  return `/classes/${slug}/messages/count?${new URLSearchParams(given)}`;
}
