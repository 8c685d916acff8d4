"use client";

import { useRouter } from "next/navigation";
import { useEffect } from "react";
import { livePage } from "./live-page";

/** A class that joins at once would otherwise be thirty readings of the page. */
const CALM_MS = 400;

/** Reads the page again when members, kits or topics of the class changed, and when the connection is back after a loss. */
export function LiveRefresh({ class: className }: { class: string }) {
  const router = useRouter();
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const refresh = () => {
      clearTimeout(timer);
      timer = setTimeout(() => router.refresh(), CALM_MS);
    };
    const { connection, onClassChanged } = livePage();
    let before = connection.read().kind;
    const releases = [
      onClassChanged(className).add(refresh),
      connection.subscribe(() => {
        const now = connection.read().kind;
        if (now === "live" && before !== "opening") refresh();
        before = now;
      }),
    ];
    return () => {
      clearTimeout(timer);
      for (const release of releases) release();
    };
  }, [className, router]);
  return null;
}
