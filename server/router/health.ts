import { live } from "../live";
import { NO_STORE } from "./problem";
import { anybody, route } from "./route";

/** `GET /api/health`: 503 while the database or the broker is down. */
export const health = route({
  allow: anybody,
  answer: async () => {
    const { version } = live.require();
    const parts = await live.require().health();
    const ok = parts.database === "ok" && parts.broker === "ok";
    const body = { status: ok ? "ok" : "down", ...parts, version };
    return Response.json(body, { status: ok ? 200 : 503, headers: NO_STORE });
  },
});
