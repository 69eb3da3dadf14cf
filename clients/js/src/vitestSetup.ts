/**
 * Global setup for Vitest: one mock for all test files.
 *
 * `globalSetup: ["@langgraph-mock/client/vitest/setup"]` starts it; a file with
 * `export default mockSetup({ scenarios: "scenarios" })` gives it options.
 */
import type { TestProject } from "vitest/node";
import { server, type ServerOptions } from "./server.js";

declare module "vitest" {
  interface ProvidedContext {
    langgraphMock: { url: string; token?: string };
  }
}

/** Return a global setup that starts a mock, and stops it after the last test. */
export function mockSetup(options: ServerOptions = {}) {
  return async ({ provide }: Pick<TestProject, "provide">): Promise<() => Promise<void>> => {
    const { mock, stop } = await server(options);
    const token = options.token ?? options.controlToken;
    provide("langgraphMock", { url: mock.url, ...(token && { token }) });
    return stop;
  };
}

export default mockSetup();
