import { type NextRequest, NextResponse } from "next/server";

/**
 * Headers of every page. Not a lock: each page and route asks who is there by itself. A nonce anew for each page lets
 * Next's own scripts run and no others; Next reads it from the policy on the request.
 */
export function proxy(request: NextRequest): NextResponse {
  const nonce = Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString("base64");
  const policy = contentPolicy(nonce);
  const headers = new Headers(request.headers);
  headers.set("content-security-policy", policy);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set("content-security-policy", policy);
  response.headers.set("cache-control", "private, no-store");
  for (const [name, value] of Object.entries(STEADY)) response.headers.set(name, value);
  return response;
}

/** The USB cable (Web Serial) is the one device that a page of ours asks for. */
const STEADY = {
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
  "referrer-policy": "same-origin",
  "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=(), serial=(self)",
};

/** Styles may be inline: React sets them as attributes, and Radix keeps the page from scrolling behind a dialog by one. */
function contentPolicy(nonce: string): string {
  const development = process.env.NODE_ENV === "development" ? " 'unsafe-eval'" : "";
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${development}`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join("; ");
}

export const config = {
  matcher: ["/((?!api/|_next/static|_next/image|socket\\.io|mqtt$|mark\\.svg).*)"],
};
