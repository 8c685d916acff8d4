import { deviceCookie } from "../authority/device";
import { visitorOf } from "../authority/visitor";

/** Adds the cookie by which this browser knows the person from now on; an app that keeps no cookies loses nothing. */
export function knowDevice(response: Response, { headers }: Request, userId: string): Response {
  const secure = headers.get("x-forwarded-proto") === "https";
  response.headers.append("set-cookie", deviceCookie(visitorOf(headers).device, userId, secure));
  return response;
}
