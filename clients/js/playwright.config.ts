import { defineConfig } from "@playwright/test";
import type { MockOptions, MockWorkerOptions } from "@langgraph-mock/client/playwright";

const { CHROMIUM, PAGE } = process.env;

export default defineConfig<MockOptions, MockWorkerOptions>({
  testMatch: "{test,examples}/**/*.spec.ts",
  outputDir: "node_modules/.playwright",
  reporter: "line",
  use: {
    baseURL: PAGE ?? "http://localhost:5173",
    langgraphApiUrl: "http://127.0.0.1:2024", // the page's default
    launchOptions: CHROMIUM ? { executablePath: CHROMIUM, args: ["--no-sandbox"] } : {},
  },
  // The chat page of examples/, unless PAGE has its address.
  ...(!PAGE && {
    webServer: {
      command: "npm run dev -- --port 5173 --strictPort",
      cwd: "../../examples/chat",
      port: 5173,
      reuseExistingServer: true,
    },
  }),
});
