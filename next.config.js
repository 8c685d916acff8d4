import { PHASE_PRODUCTION_SERVER } from "next/constants.js";

/** @type {import("next").NextConfig} */
const config = {
  poweredByHeader: false,
  productionBrowserSourceMaps: false,
  images: { unoptimized: true },
  allowedDevOrigins: ["127.0.0.1"],
  // Pages get theirs from proxy.ts, which leaves the API alone: it would copy every body.
  headers: async () => [
    { source: "/api/:path*", headers: [{ key: "x-content-type-options", value: "nosniff" }] },
  ],
  transpilePackages: ["@kitroom/emulator"], // a workspace in TypeScript
  serverExternalPackages: ["pg", "@prisma/client", "@prisma/adapter-pg", "pino"],
};

/** The plugin serves the build alone; without it a start is a quarter of a second and some thirty megabytes cheaper. */
export default async (phase) => {
  if (phase === PHASE_PRODUCTION_SERVER) return config;
  const { default: createNextIntlPlugin } = await import("next-intl/plugin");
  return createNextIntlPlugin("./app/_words/request.ts")(config);
};
