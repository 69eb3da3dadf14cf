import assert from "node:assert/strict";
import { test } from "node:test";
import { crons, eventually, humans, newThread, runs, say, status, tagged } from "./client.mjs";

const YEARLY = "0 0 1 1 *";
const ids = (found) => found.map(({ cron_id }) => cron_id);

async function ours(t, payload) {
  const made = await crons.create("agent", { schedule: YEARLY, enabled: false, ...payload });
  t.after(() => crons.delete(made.cron_id).catch(() => undefined));
  return made;
}

test("a cron is what it was created as, until it is deleted", async (t) => {
  const schedule = "0 9 * * mon-fri";
  const cron = await ours(t, {
    schedule,
    timezone: "Europe/Berlin",
    onRunCompleted: "keep",
    input: say("hi"),
  });
  assert.deepEqual(
    [cron.schedule, cron.timezone, cron.on_run_completed],
    [schedule, "Europe/Berlin", "keep"],
  );
  await crons.delete(cron.cron_id);
  await assert.rejects(crons.delete(cron.cron_id), status(404));
});

test("a cron makes runs on its thread", async (t) => {
  const thread = await newThread();
  const cron = await crons.createForThread(thread, "agent", { schedule: "* * * * * *", input: say("hi") });
  t.after(() => crons.delete(cron.cron_id));
  await eventually(async () => (await runs.list(thread)).length > 0);
  await crons.update(cron.cron_id, { enabled: false });
  const first = (await runs.list(thread)).at(-1);
  assert.equal(humans(await runs.join(thread, first.run_id))[0], "hi");
});

test("an update changes the schedule, and so the next run", async (t) => {
  const cron = await ours(t, { metadata: { team: "blue" } });
  const changed = await crons.update(cron.cron_id, { schedule: "0 5 * * *", metadata: { n: 1 } });
  assert.equal(changed.schedule, "0 5 * * *");
  assert.deepEqual(changed.metadata, { team: "blue", n: 1 });
  assert.notEqual(changed.next_run_date, cron.next_run_date);
});

test("search filters, sorts and selects; count counts the same", async (t) => {
  const metadata = tagged();
  const [first, second] = [await ours(t, { metadata }), await ours(t, { metadata, enabled: true })];
  const sorted = { metadata, sortBy: "created_at", sortOrder: "asc" };
  assert.deepEqual(ids(await crons.search(sorted)), ids([first, second]));
  assert.deepEqual(ids(await crons.search({ ...sorted, limit: 1, offset: 1 })), ids([second]));
  assert.deepEqual(ids(await crons.search({ metadata, enabled: false })), ids([first]));
  assert.deepEqual(await crons.search({ metadata, enabled: true, select: ["schedule"] }), [
    { schedule: YEARLY },
  ]);
  assert.equal(await crons.count({ metadata }), 2);
});

test("what is no schedule is refused", async () => {
  await assert.rejects(crons.create("agent", { schedule: "every day" }), status(422));
});
