const TRY_AGAIN_MS = 1000;

/**
 * A fetch that lets the router's own requests wait while the server is away. Next answers a failed one with a
 * navigation of the browser, which would put the browser's error page in the place of everything on screen; we keep
 * what is there and go on when the server is back. All other requests fail as they always did.
 */
export function waitForServer(plain: typeof fetch, pause = sleep): typeof fetch {
  return async (input, init) => {
    if (!isPageData(init)) return plain(input, init);
    for (;;) {
      try {
        const response = await plain(input, init);
        // A stream that breaks off in the middle must fail here, not in the router.
        if (response.status !== STARTING) return whole(response, await response.arrayBuffer());
      } catch (error) {
        if (init?.signal?.aborted || !(error instanceof TypeError)) throw error;
      }
      await pause(TRY_AGAIN_MS);
    }
  };
}

/** What the server says to everything while it starts (server/web.ts). */
const STARTING = 503;

/** Statuses that have no body (Fetch standard, "null body status"). */
const WITHOUT_BODY = new Set([101, 204, 205, 304]);

function isPageData(init: RequestInit | undefined): boolean {
  return new Headers(init?.headers).has("rsc");
}

function whole(response: Response, body: ArrayBuffer): Response {
  const { status, statusText, headers, url, redirected } = response;
  const copy = new Response(WITHOUT_BODY.has(status) ? null : body, { status, statusText, headers });
  // A made response has neither, and the router follows redirections by them.
  return Object.defineProperties(copy, { url: { value: url }, redirected: { value: redirected } });
}

function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
