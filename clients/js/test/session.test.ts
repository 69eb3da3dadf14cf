/** Tests of `Session`: every operation of the control plane that the kit has, on a running mock. */
import { Client } from "@langchain/langgraph-sdk";
import { connect, ControlError, UnreachableError } from "@langgraph-mock/client";
import { test } from "@langgraph-mock/client/vitest";
import { describe, expect, inject } from "vitest";

const mock = connect(inject("langgraphMock").url);
const threads = async (session: { url: string }) => new Client({ apiUrl: session.url }).threads.search();
const newThread = async (session: { url: string }) => new Client({ apiUrl: session.url }).threads.create();

describe("sessions", () => {
  test("share nothing", async ({ langgraphMock }) => {
    await using other = mock.session();
    await newThread(langgraphMock);
    expect(await threads(langgraphMock)).toHaveLength(1);
    expect(await threads(other)).toEqual([]);
  });

  test("are chosen by URL, header or query", async ({ langgraphMock: { server, url, headers, query } }) => {
    await newThread({ url });
    expect(await new Client({ apiUrl: server, defaultHeaders: headers }).threads.search()).toHaveLength(1);
    const found = await fetch(`${server}/threads/search?${new URLSearchParams(query)}`, { method: "POST", body: "{}" });
    expect(await found.json()).toHaveLength(1);
  });

  test("have readable names", ({ langgraphMock }) => {
    expect(langgraphMock.name).toMatch(/^have-readable-names-[0-9a-f]{8}$/);
  });

  test("are listed and deleted", async () => {
    const session = mock.session("to-delete");
    await newThread(session);
    const names = async () => (await mock.sessions()).map(({ session_id }) => session_id);
    expect(await names()).toContain("to-delete");
    await session.delete();
    expect(await names()).not.toContain("to-delete");
    expect(await mock.status()).toMatchObject({ session: "default" });
  });
});

describe("faults", () => {
  test("have conditions, limits and effects in one call", async ({ langgraphMock }) => {
    const added = await langgraphMock.fault({
      operation: ["create_thread", "search_threads"],
      method: "POST",
      path: "/threads",
      request_body: { metadata: { user: "ann" } },
      id: "rate-limit",
      times: 2,
      calls: { from: 1 },
      status: 429,
      headers: { "Retry-After": "1" },
      body: { detail: "later" },
    });
    expect(added).toMatchObject({
      id: "rate-limit",
      match: { operation: ["create_thread", "search_threads"], path: "/threads", body: { metadata: { user: "ann" } } },
      times: 2,
      calls: { from: 1 },
      effect: { status: 429, headers: { "Retry-After": "1" }, body: { detail: "later" } },
    });
    const create = (user: string) =>
      fetch(`${langgraphMock.url}/threads`, { method: "POST", body: JSON.stringify({ metadata: { user } }) });
    expect((await create("bob")).status).toBe(200);
    const limited = await create("ann");
    expect([limited.status, limited.headers.get("x-mock-fault")]).toEqual([429, "rate-limit"]);
    expect(await langgraphMock.faults()).toMatchObject([{ id: "rate-limit", applied: 1 }]);
    await langgraphMock.clearFaults();
    expect(await langgraphMock.faults()).toEqual([]);
  });

  test("that are invalid name the field", async ({ langgraphMock }) => {
    const invalid = langgraphMock.fault({ operation: "create_thread", status: 42 });
    await expect(invalid).rejects.toThrow(ControlError);
    await expect(invalid).rejects.toMatchObject({ status: 422, message: expect.stringContaining("effect.status") });
    // @ts-expect-error - a misspelt option
    await expect(langgraphMock.fault({ stattus: 500 })).rejects.toThrow("stattus");
    // @ts-expect-error - a misspelt operation is a string, but not a number
    await expect(langgraphMock.fault({ operation: 1, status: 500 })).rejects.toThrow("match.operation");
  });
});

describe("scenarios", () => {
  test("are YAML or objects", async ({ langgraphMock }) => {
    await langgraphMock.scenario("hello", "description: Greets.\nsay: Hello\n");
    await langgraphMock.scenario("bye", { say: "Bye" });
    const found = await langgraphMock.scenarios();
    expect(found).toEqual(expect.arrayContaining([{ name: "hello", description: "Greets." }]));
    expect(found.map(({ name }) => name)).toContain("bye");
  });

  test("that are broken name the step", async ({ langgraphMock }) => {
    await expect(langgraphMock.scenario("hello", "sya: Hello")).rejects.toThrow("sya");
  });
});

test("the clock is frozen, set and advanced", async ({ langgraphMock: { clock } }) => {
  expect(await clock.freeze()).toMatchObject({ frozen: true });
  expect((await clock.set("2030-01-01T00:00:00Z")).now).toMatch(/^2030-01-01T00:00:00/);
  expect((await clock.set(new Date("2030-01-01T00:00:10Z"))).now).toMatch(/^2030-01-01T00:00:10/);
  expect((await clock.advance(3600)).now).toMatch(/^2030-01-01T01:00:10/);
  expect(await clock.resume()).toMatchObject({ frozen: false });
  expect((await clock.get()).now).toMatch(/^2030-01-01T01:00/);
});

test("the state is seeded, saved, emptied and restored", async ({ langgraphMock }) => {
  const seeded = await langgraphMock.seed({
    threads: [{ metadata: { title: "Delivery" }, messages: [{ type: "human", content: "Where is it?" }] }],
  });
  expect(seeded.threads).toHaveLength(1);
  const snapshot = await langgraphMock.snapshot();
  await langgraphMock.reset({ now: "2001-01-01T00:00:00Z", frozen: true });
  expect(await threads(langgraphMock)).toEqual([]);
  expect((await langgraphMock.clock.get()).now).toMatch(/^2001/);
  await langgraphMock.restore(snapshot);
  expect(await threads(langgraphMock)).toMatchObject([{ thread_id: seeded.threads[0], metadata: { title: "Delivery" } }]);
  expect(await langgraphMock.seed("items: [{namespace: [users], key: ann, value: {}}]")).toMatchObject({ items: 1 });
});

test("a mock that is not there is named", async () => {
  const nobody = connect("http://127.0.0.1:2/").session();
  await expect(nobody.reset()).rejects.toThrow(UnreachableError);
  await expect(nobody.reset()).rejects.toThrow("http://127.0.0.1:2 is unreachable: connect ECONNREFUSED 127.0.0.1:2");
  expect(() => connect("127.0.0.1:2024")).toThrow("url: '127.0.0.1:2024' is not a URL such as http://127.0.0.1:2024");
});
