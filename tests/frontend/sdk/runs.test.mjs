import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { test } from "node:test";
import {
  answer,
  eventually,
  humans,
  newThread,
  runs,
  say,
  slowRun,
  status,
  tagged,
  threads,
} from "./client.mjs";

const hello = { input: say("hello") };
const statusOf = async (thread, runId) => (await runs.get(thread, runId)).status;

test("a run is created, read and joined", async () => {
  const thread = await newThread();
  const seen = [];
  const payload = { ...hello, metadata: { a: 1 }, onRunCreated: (made) => seen.push(made) };
  const { run_id, metadata } = await runs.create(thread, "agent", payload);
  assert.deepEqual(seen, [{ run_id, thread_id: thread }]);
  assert.equal(metadata.a, 1);
  const values = await runs.join(thread, run_id);
  assert.match(answer(values), /^Echo of turn 1: you wrote 'hello'\./);
  assert.deepEqual(values, (await threads.getState(thread)).values);
  assert.equal(await statusOf(thread, run_id), "success");
  assert.equal((await threads.get(thread)).status, "idle");
});

test("wait gives the values of the state, and runs are listed newest first", async () => {
  const thread = await newThread();
  await runs.wait(thread, "agent", { input: say("one") });
  const values = await runs.wait(thread, "agent", { input: say("two"), config: { tags: ["a"] } });
  assert.deepEqual(values, (await threads.getState(thread)).values);
  const [newest, oldest] = await runs.list(thread, { status: "success" });
  assert.deepEqual(await runs.list(thread, { limit: 1, offset: 1, select: ["run_id"] }), [
    { run_id: oldest.run_id },
  ]);
  await runs.delete(thread, newest.run_id);
  await assert.rejects(runs.get(thread, newest.run_id), status(404));
});

test("a run that fails raises, unless asked not to", async () => {
  const thread = await newThread();
  await assert.rejects(runs.wait(thread, "agent", { input: say("boom") }), /simulated backend failure/);
  const told = await runs.wait(thread, "agent", { input: say("boom"), raiseError: false });
  assert.equal(told.__error__.message, "simulated backend failure");
  assert.equal((await threads.get(thread)).status, "error");
});

test("unknown assistants, threads and runs are refused", async () => {
  const thread = await newThread();
  await assert.rejects(runs.create(thread, "nobody", hello), status(422));
  await assert.rejects(runs.create(thread, randomUUID(), hello), status(404));
  await assert.rejects(runs.create(randomUUID(), "agent", hello), status(404));
  await assert.rejects(runs.join(thread, randomUUID()), status(404));
});

test("an unknown thread is made, if asked", async () => {
  const thread = randomUUID();
  await runs.wait(thread, "agent", { ...hello, ifNotExists: "create" });
  assert.equal((await threads.get(thread)).metadata.graph_id, "agent");
});

test("a run that is cancelled is interrupted, or taken back", async () => {
  const thread = await newThread();
  const interrupted = await slowRun(thread);
  await runs.cancel(thread, interrupted, true);
  assert.equal(await statusOf(thread, interrupted), "interrupted");
  const takenBack = await slowRun(thread);
  await runs.cancel(thread, takenBack, true, "rollback");
  await eventually(async () => (await runs.list(thread)).length === 1);
});

test("many runs are cancelled at once", async () => {
  const thread = await newThread();
  const runIds = [await slowRun(thread), (await runs.create(thread, "agent", hello)).run_id];
  await runs.cancelMany({ threadId: thread, runIds });
  for (const each of runIds) await eventually(async () => (await statusOf(thread, each)) === "interrupted");
});

for (const [multitaskStrategy, said, first] of [
  ["enqueue", ["slow", "hello"], "success"],
  ["interrupt", ["slow", "hello"], "interrupted"],
  ["rollback", ["hello"], undefined],
])
  test(`what a second run does to the first: ${multitaskStrategy}`, async () => {
    const thread = await newThread();
    const slow = await slowRun(thread);
    const values = await runs.wait(thread, "agent", { ...hello, multitaskStrategy });
    assert.deepEqual(humans(values), said);
    const left = await runs.list(thread);
    assert.equal(left.find(({ run_id }) => run_id === slow)?.status, first);
  });

test("a second run is refused, if asked", async () => {
  const thread = await newThread();
  const slow = await slowRun(thread);
  await assert.rejects(runs.wait(thread, "agent", { ...hello, multitaskStrategy: "reject" }), status(409));
  await runs.cancel(thread, slow, true);
});

test("a run can begin later", async () => {
  const thread = await newThread();
  const { run_id } = await runs.create(thread, "agent", { ...hello, afterSeconds: 1 });
  assert.equal(await statusOf(thread, run_id), "pending");
  await runs.join(thread, run_id);
  assert.equal(await statusOf(thread, run_id), "success");
});

test("runs without a thread leave none, and come in batches", async () => {
  const metadata = tagged();
  const values = await runs.wait(null, "agent", { ...hello, metadata });
  assert.match(answer(values), /^Echo of turn 1/);
  assert.deepEqual(await threads.search({ metadata }), []);
  const batch = await runs.createBatch(
    ["one", "two"].map((text) => ({ assistantId: "agent", input: say(text) })),
  );
  assert.equal(new Set(batch.map(({ run_id }) => run_id)).size, 2);
});

test("a run can begin at an old checkpoint, or do again what was done from there", async () => {
  const thread = await newThread();
  const first = await runs.wait(thread, "agent", { input: say("one") });
  const [{ checkpoint }, before] = await threads.getHistory(thread);
  await runs.wait(thread, "agent", { input: say("two") });
  assert.deepEqual(humans(await runs.wait(thread, "agent", { input: say("three"), checkpoint })), [
    "one",
    "three",
  ]);
  const again = await runs.wait(thread, "agent", { checkpoint: before.checkpoint });
  assert.deepEqual(humans(again), ["one"]);
  assert.notEqual(answer(again), answer(first));
});

test("an interrupt asks, is in the state, and is answered by a command", async () => {
  const thread = await newThread();
  const [asked] = (await runs.wait(thread, "agent", { input: say("ask") })).__interrupt__;
  assert.deepEqual(asked.value, { question: "Which colour?", choices: ["red", "blue"] });
  assert.equal((await threads.get(thread)).status, "interrupted");
  assert.equal((await threads.getState(thread)).tasks[0].interrupts[0].id, asked.id);
  const values = await runs.wait(thread, "agent", { command: { resume: { [asked.id]: "red" } } });
  assert.equal(answer(values), 'You chose "red"');
});

for (const [decision, result] of [
  [{ type: "approve" }, "SENT[approve] to=ann@example.org subject=hello"],
  [
    { type: "edit", edited_action: { name: "send_email", args: { to: "bob", subject: "hi" } } },
    "SENT[edit] to=bob subject=hi",
  ],
  [{ type: "reject", message: "not today" }, "REJECTED: not today"],
])
  test(`a tool call gets the decision ${decision.type}`, async () => {
    const thread = await newThread();
    await runs.wait(thread, "agent", { input: say("interrupt") });
    const values = await runs.wait(thread, "agent", { command: { resume: { decisions: [decision] } } });
    assert.equal(values.messages.find(({ type }) => type === "tool").content, result);
  });

test("a run stops before a node, and goes where a command says", async () => {
  const thread = await newThread();
  await runs.wait(thread, "agent", { ...hello, interruptBefore: "*" });
  const [node] = (await threads.getState(thread)).next;
  const values = await runs.wait(thread, "agent", { command: { update: say("instead"), goto: node } });
  assert.deepEqual(humans(values), ["hello", "instead"]);
});
