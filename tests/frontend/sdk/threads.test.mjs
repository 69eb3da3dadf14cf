import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { test } from "node:test";
import { humans, newThread, runs, say, status, tagged, threads } from "./client.mjs";

async function threadThatSaid(...texts) {
  const thread = await newThread();
  for (const text of texts) await runs.wait(thread, "agent", { input: say(text) });
  return thread;
}

test("a thread is what it was created as", async () => {
  const threadId = randomUUID();
  const made = await threads.create({ threadId, graphId: "agent", metadata: { a: 1 } });
  assert.equal(made.thread_id, threadId);
  assert.deepEqual(made.metadata, { a: 1, graph_id: "agent" });
  assert.deepEqual(await threads.get(threadId), made);
  await assert.rejects(threads.create({ threadId }), status(409));
  assert.deepEqual(await threads.create({ threadId, ifExists: "do_nothing" }), made);
});

test("supersteps are the states that a thread begins with", async () => {
  const updates = [{ values: say("hello"), asNode: "agent" }];
  const { thread_id } = await threads.create({ graphId: "agent", supersteps: [{ updates }] });
  assert.deepEqual(humans((await threads.getState(thread_id)).values), ["hello"]);
});

test("an update merges metadata, and may answer nothing", async () => {
  const { thread_id } = await threads.create({ metadata: { a: 1, b: 1 } });
  assert.deepEqual((await threads.update(thread_id, { metadata: { b: 2 } })).metadata, { a: 1, b: 2 });
  const answered = await threads.update(thread_id, { metadata: { c: 3 }, returnMinimal: true });
  assert.equal(answered, undefined);
  assert.deepEqual((await threads.get(thread_id)).metadata, { a: 1, b: 2, c: 3 });
});

test("threads that were deleted or pruned are gone", async () => {
  const [deleted, pruned] = [await newThread(), await newThread()];
  await threads.delete(deleted);
  assert.equal((await threads.prune([pruned])).pruned_count, 1);
  for (const thread of [deleted, pruned]) await assert.rejects(threads.get(thread), status(404));
});

test("search filters, sorts, selects and extracts; count counts the same", async () => {
  const metadata = tagged();
  const first = (await threads.create({ metadata })).thread_id;
  const second = (await threads.create({ metadata })).thread_id;
  await runs.wait(first, "agent", { input: say("hello") });
  const found = async (words) =>
    (await threads.search({ metadata, ...words })).map(({ thread_id }) => thread_id);

  assert.deepEqual(await found(), [first, second]);
  assert.deepEqual(await found({ sortBy: "created_at", sortOrder: "asc", limit: 1, offset: 1 }), [second]);
  assert.deepEqual(await found({ ids: [second] }), [second]);
  assert.deepEqual(await found({ status: "busy" }), []);
  const query = { ids: [first], select: ["status"], extract: { said: "values.messages[0].content" } };
  assert.deepEqual(await threads.search(query), [{ status: "idle", extracted: { said: "hello" } }]);
  assert.equal(await threads.count({ metadata, status: "idle" }), 2);
});

test("a copy has the states, and no runs", async () => {
  const thread = await threadThatSaid("hello");
  const copy = (await threads.copy(thread)).thread_id;
  assert.deepEqual((await threads.getState(copy)).values, (await threads.getState(thread)).values);
  assert.deepEqual(await runs.list(copy), []);
});

test("a state can be read at any checkpoint, and changed from there", async () => {
  const thread = await threadThatSaid("one", "two");
  const state = await threads.getState(thread);
  const same = await threads.getState(thread, state.checkpoint.checkpoint_id);
  assert.deepEqual(same.values, state.values);
  const [, , , before] = await threads.getHistory(thread);
  assert.deepEqual(humans((await threads.getState(thread, before.checkpoint)).values), ["one"]);

  await threads.updateState(thread, { values: say("three"), checkpoint: before.checkpoint, asNode: "agent" });
  const changed = await threads.getState(thread);
  assert.deepEqual(humans(changed.values), ["one", "three"]);
  assert.deepEqual(changed.parent_checkpoint, before.checkpoint);
});

test("history is newest first, and can be read in pages", async () => {
  const thread = await threadThatSaid("hello");
  const history = await threads.getHistory(thread);
  assert.deepEqual(history.map(({ metadata }) => metadata.step), [1, 0, -1]); // prettier-ignore
  const before = { configurable: { checkpoint_id: history[0].checkpoint.checkpoint_id } };
  assert.deepEqual(await threads.getHistory(thread, { limit: 1, before }), [history[1]]);
  assert.deepEqual(await threads.getHistory(thread, { metadata: { source: "input" } }), [history[2]]);
});

test("a thread can be followed through all its runs", async () => {
  const thread = await newThread();
  const made = [];
  for (const text of ["one", "two"]) {
    const { run_id } = await runs.create(thread, "agent", { input: say(text), streamResumable: true });
    await runs.join(thread, run_id);
    made.push(run_id);
  }
  const done = [];
  const leaving = new AbortController(); // the stream of a thread never ends
  for await (const { id, event, data } of threads.joinStream(thread, {
    lastEventId: "-",
    signal: leaving.signal,
  })) {
    assert.ok(id);
    if (event === "metadata" && data.status === "run_done") done.push(data.run_id);
    if (done.length === made.length) break;
  }
  leaving.abort();
  assert.deepEqual(done, made);
});
