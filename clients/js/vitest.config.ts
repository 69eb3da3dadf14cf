import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["{test,examples}/**/*.test.ts"],
    globalSetup: "@langgraph-mock/client/vitest/setup",
    testTimeout: 60_000, // milliseconds; a busy machine is slow
  },
});
