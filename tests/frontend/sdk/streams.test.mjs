import assert from "node:assert/strict";
import { test } from "node:test";
import { all, answer, eventually, named, newThread, runs, say, threads } from "./client.mjs";

const hello = { input: say("hello") };
const resumable = { ...hello, streamMode: ["values", "messages-tuple"], streamResumable: true };

/** Stream mode -> names of the events in one turn of the agent. */
const NAMES = {
  values: ["values"],
  updates: ["updates"],
  messages: ["messages/metadata", "messages/partial"],
  "messages-tuple": ["messages"],
  custom: [],
  events: ["events"],
  debug: ["debug"],
  checkpoints: ["checkpoints"],
  tasks: ["tasks"],
};

for (const [streamMode, names] of Object.entries(NAMES))
  test(`the stream mode ${streamMode} has events of its own`, async () => {
    const thread = await newThread();
    const [first, ...others] = await all(runs.stream(thread, "agent", { ...hello, streamMode }));
    assert.equal(first.event, "metadata");
    assert.equal(first.data.run_id, (await runs.list(thread))[0].run_id);
    assert.deepEqual(named(others), new Set(names));
  });

test("modes can be mixed, and subgraphs are named by where they are", async () => {
  const streamMode = ["values", "updates"];
  const payload = { ...hello, streamMode, streamSubgraphs: true };
  const events = await all(runs.stream(await newThread(), "nested", payload));
  const within = [...named(events)].filter((name) => name.includes("|"));
  assert.deepEqual(
    new Set(within.map((name) => name.split(":")[0])),
    new Set(["values|child", "updates|child"]),
  );
});

test("tokens add up to the message of the state", async () => {
  const thread = await newThread();
  const tokens = [];
  for await (const { event, data } of runs.stream(thread, "agent", {
    ...hello,
    streamMode: "messages-tuple",
  }))
    if (event === "messages") tokens.push(data[0].content);
  assert.ok(tokens.length > 10);
  assert.equal(tokens.join(""), answer((await threads.getState(thread)).values));
});

test("a run without a thread can be streamed", async () => {
  const events = await all(runs.stream(null, "agent", hello));
  assert.deepEqual(named(events), new Set(["metadata", "values"]));
});

test("a run that fails ends with an error", async () => {
  const events = await all(runs.stream(await newThread(), "agent", { input: say("boom") }));
  assert.deepEqual(events.at(-1).event, "error");
  assert.equal(events.at(-1).data.message, "simulated backend failure");
});

test("a resumable stream can be joined at any event, and by mode", async () => {
  const thread = await newThread();
  const events = await all(runs.stream(thread, "agent", resumable));
  const runId = events[0].data.run_id;
  const joined = (options) => all(runs.joinStream(thread, runId, options));
  assert.deepEqual(await joined({ lastEventId: "-1" }), events);
  for (const at of [0, Math.floor(events.length / 2), events.length - 1])
    assert.deepEqual(await joined({ lastEventId: events[at].id }), events.slice(at + 1));
  const values = events.filter(({ event }) => event === "values");
  assert.deepEqual(await joined({ lastEventId: "-1", streamMode: "values" }), values);
});

test("who joins a running run misses nothing", async () => {
  const thread = await newThread();
  const first = runs.stream(thread, "agent", resumable);
  const metadata = (await first.next()).value;
  const second = all(runs.joinStream(thread, metadata.data.run_id, { lastEventId: metadata.id }));
  assert.deepEqual(await second, await all(first));
});

test("a run is cancelled when its client leaves, if that was asked", async () => {
  const thread = await newThread();
  const leaving = new AbortController();
  const payload = { input: say("slow"), onDisconnect: "cancel", signal: leaving.signal };
  const stream = runs.stream(thread, "agent", payload);
  const { run_id } = (await stream.next()).value.data;
  leaving.abort();
  await stream.next().catch((error) => assert.equal(error.name, "AbortError"));
  await eventually(async () => (await runs.get(thread, run_id)).status === "interrupted");
});
