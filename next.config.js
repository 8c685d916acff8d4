import createNextIntlPlugin from "next-intl/plugin";

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
  serverExternalPackages: ["pg", "@prisma/client", "@prisma/adapter-pg", "pino"],
};

export default createNextIntlPlugin("./app/_words/request.ts")(config);
