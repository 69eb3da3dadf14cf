/** Playwright's `test` with a session of the mock for each test; all requests of its pages belong to it. */
import { type BrowserContext, type Page, test as base } from "@playwright/test";
import { LangGraphMockError } from "./errors.js";
import type { Mock } from "./mock.js";
import { server, type ServerOptions } from "./server.js";
import { QUERY, type Session, sessionName } from "./session.js";

export type MockFixtures = {
  /** The session of this test. */
  langgraphMock: Session;
};

export type MockOptions = {
  /**
   * The URL that the page uses for the LangGraph API, such as `http://localhost:2024`. Requests to it are sent to
   * the mock instead. Without it, give the page `langgraphMock.url` or the URL of the mock.
   */
  langgraphApiUrl: string | undefined;
};

export type MockWorkerOptions = {
  /** How the mock starts, or the `url` of a running one. */
  langgraphMockOptions: ServerOptions;
};

export type MockWorkerFixtures = {
  /** The mock of this worker. */
  langgraphMockServer: Mock;
};

export const test = base.extend<MockFixtures & MockOptions, MockWorkerFixtures & MockWorkerOptions>({
  langgraphMockOptions: [{}, { scope: "worker", option: true }],
  langgraphApiUrl: [undefined, { option: true }],

  langgraphMockServer: [
    async ({ langgraphMockOptions }, use) => {
      const { mock, stop } = await server(langgraphMockOptions);
      await use(mock);
      await stop();
    },
    { scope: "worker" },
  ],

  langgraphMock: async ({ langgraphMockServer }, use, testInfo) => {
    const session = langgraphMockServer.session(sessionName(testInfo.title));
    await use(session);
    if (testInfo.status !== testInfo.expectedStatus)
      await testInfo.attach("langgraph-mock journal", { body: await session.journal.table(), contentType: "text/plain" });
    await session.delete();
  },

  context: async ({ context, langgraphMock, langgraphApiUrl }, use) => {
    await routeToSession(context, langgraphMock, langgraphApiUrl);
    await use(context);
  },
});

export { expect } from "@playwright/test";

/**
 * Send all requests of these pages to the mock, or to `apiUrl`, to the session.
 *
 * Requests get the header `X-Mock-Session`, also those of `EventSource`; WebSockets get the query parameter
 * `mock_session`.
 */
export async function routeToSession(pages: BrowserContext | Page, session: Session, apiUrl?: string): Promise<void> {
  const from = [...new Set([session.server, ...(apiUrl ? [withProtocol(apiUrl, session.server)] : [])])];
  const isApi = (url: URL) => from.some((prefix) => startsWith(url.href, prefix));
  await pages.route(isApi, async (route) => {
    const request = route.request();
    const prefix = from.find((each) => startsWith(request.url(), each))!;
    const url = session.server + request.url().slice(prefix.length);
    await route.continue({ url, headers: { ...request.headers(), ...session.headers } });
  });
  await pages.addInitScript(wrapWebSocket, { from, to: session.server, query: QUERY, name: session.name });
}

function startsWith(url: string, prefix: string): boolean {
  return url.startsWith(prefix) && /^([/?#]|$)/.test(url.slice(prefix.length));
}

/** Return the URL without a slash at its end. A browser's request keeps its protocol when it is redirected. */
function withProtocol(apiUrl: string, server: string): string {
  const protocol = new URL(server).protocol;
  if (!URL.canParse(apiUrl) || new URL(apiUrl).protocol !== protocol)
    throw new LangGraphMockError(`langgraphApiUrl: '${apiUrl}' must be a URL with ${protocol}//, like the mock's`);
  return apiUrl.replace(/\/+$/, "");
}

type Wrapping = { from: string[]; to: string; query: string; name: string };

/** Runs in the page before its scripts. Playwright can't change the URL of a WebSocket. */
function wrapWebSocket({ from, to, query, name }: Wrapping): void {
  globalThis.WebSocket = new Proxy(globalThis.WebSocket, {
    construct(target, [given, ...others]: [string | URL, ...unknown[]], newTarget) {
      const url = new URL(given, location.href).href.replace(/^ws/, "http");
      const prefix = from.find((each) => url.startsWith(each) && /^([/?#]|$)/.test(url.slice(each.length)));
      if (prefix === undefined) return Reflect.construct(target, [given, ...others], newTarget);
      const changed = new URL(to + url.slice(prefix.length));
      changed.searchParams.set(query, name);
      return Reflect.construct(target, [changed.href.replace(/^http/, "ws"), ...others], newTarget);
    },
  });
}
