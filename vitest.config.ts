import path from "node:path";
import { defineConfig } from "vitest/config";

export default defineConfig({
  resolve: { alias: { "@": path.resolve(import.meta.dirname, "app") } },
  test: {
    environment: "node",
    include: ["server/**/*.test.ts", "app/**/*.test.{ts,tsx}", "firmware/**/*.test.ts", "bench/**/*.test.ts"],
    globalSetup: "server/embedded/testing-setup.ts",
    pool: "forks",
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 120_000,
  },
});
