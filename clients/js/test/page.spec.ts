/** Tests of the Playwright fixture on a page of their own: how it sends requests, and to which session. */
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, test } from "@langgraph-mock/client/playwright";

const API = "http://127.0.0.1:2024";

/** The server of an empty page, which shows the headers of other requests. */
const site = createServer((request, response) => {
  if (request.url === "/headers") response.setHeader("Content-Type", "application/json");
  response.end(request.url === "/headers" ? JSON.stringify(request.headers) : "<!doctype html><title>Page</title>");
});

test.beforeAll(async () => {
  await once(site.listen(0, "127.0.0.1"), "listening");
});

test.beforeEach(({ page }) => page.goto(`http://127.0.0.1:${(site.address() as AddressInfo).port}/`));

test.afterAll(() => void site.close());

for (const by of ["the URL of the page's API", "the URL of the mock", "the URL of the session"] as const)
  test.describe(`by ${by}`, () => {
    const url = { "the URL of the page's API": () => API, "the URL of the mock": server, "the URL of the session": own }[by];

    test("fetch, EventSource and WebSocket arrive in the session", async ({ page, langgraphMock }) => {
      const received = await page.evaluate(async (url) => {
        const post = async (path: string, body: object) =>
          (
            await fetch(url + path, {
              method: "POST",
              headers: { "Content-Type": "application/json", "X-Own": "kept" },
              body: JSON.stringify(body),
            })
          ).json();
        const { thread_id } = await post("/threads", {});
        const { run_id } = await post(`/threads/${thread_id}/runs`, { assistant_id: "agent", input: { messages: [] } });
        const events = new EventSource(`${url}/threads/${thread_id}/runs/${run_id}/stream`);
        await new Promise((resolve) => events.addEventListener("open", resolve));
        events.close();
        const socket = new WebSocket(`${url.replace("http", "ws")}/threads/${thread_id}/stream/events`);
        await new Promise((resolve, reject) => ((socket.onopen = resolve), (socket.onerror = reject)));
        const isWebSocket = socket instanceof WebSocket && socket.readyState === WebSocket.OPEN;
        socket.close();
        return { thread_id, isWebSocket };
      }, url(langgraphMock));

      expect(received.isWebSocket).toBe(true);
      const path = `/threads/${received.thread_id}`;
      await langgraphMock.journal.wait({ method: "WEBSOCKET", path: `${path}/stream/events`, seconds: 30 });
      await langgraphMock.verify({ operation: "create_thread", times: 1 });
      await langgraphMock.verify({ method: "GET", path: `${path}/runs/*/stream`, times: 1 });
      const [created] = await langgraphMock.journal.entries({ operation: "create_thread" });
      expect(created!.request.headers).toMatchObject({ "x-own": "kept" });
    });
  });

function server(session: { server: string }) {
  return session.server;
}

function own(session: { url: string }) {
  return session.url;
}

test("requests to other servers are left alone", async ({ page, langgraphMock }) => {
  const sent = await page.evaluate(async () => (await fetch("/headers")).json());
  expect(sent).not.toHaveProperty("x-mock-session");
  await langgraphMock.verifyNever({});
});

test("popups belong to the session, too", async ({ page, langgraphMock }) => {
  const [popup] = await Promise.all([page.waitForEvent("popup"), page.evaluate(() => void window.open("/"))]);
  await popup.evaluate((url) => fetch(url, { mode: "no-cors" }), `${API}/ok`);
  await langgraphMock.verify({ path: "/ok", times: 1 });
});

test("tests of one worker do not see each other", async ({ langgraphMock, langgraphMockServer }) => {
  await langgraphMock.verifyNever({});
  expect(langgraphMock.name).toMatch(/^tests-of-one-worker-do-not-see-each-other-[0-9a-f]{8}$/);
  expect(langgraphMock.server).toBe(langgraphMockServer.url);
});

test.describe("a URL with another protocol", () => {
  test.use({ langgraphApiUrl: "https://api.example.com" });
  test.fail(({}) => true, "The fixture rejects it.");

  test("is rejected", () => {});
});
