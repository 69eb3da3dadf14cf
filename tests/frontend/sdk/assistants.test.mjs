import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { test } from "node:test";
import { assistants, status, tagged } from "./client.mjs";

async function ours(t, payload) {
  const made = await assistants.create({ graphId: "agent", ...payload });
  t.after(() => assistants.delete(made.assistant_id));
  return made;
}

test("each graph has an assistant of the system", async () => {
  for (const graphId of ["agent", "hitl", "failing", "slow", "nested"]) {
    const [found, ...others] = await assistants.search({ graphId, metadata: { created_by: "system" } });
    assert.equal(found.graph_id, graphId);
    assert.equal(others.length, 0);
    assert.deepEqual(await assistants.get(found.assistant_id), found);
  }
});

test("an assistant is what it was created as", async (t) => {
  const assistantId = randomUUID();
  const words = { name: "Ann", description: "Knows much", metadata: { a: 1 }, context: { model: "small" } };
  const made = await ours(t, { assistantId, ...words });
  const { name, description, metadata, context } = made;
  assert.deepEqual({ name, description, metadata, context }, words);
  assert.equal(made.assistant_id, assistantId);
  assert.equal(made.version, 1);
  assert.deepEqual(await assistants.get(assistantId), made);
});

test("an id that is taken is refused, unless nothing is to be done", async (t) => {
  const made = await ours(t);
  const again = { graphId: "agent", assistantId: made.assistant_id };
  await assert.rejects(assistants.create(again), status(409));
  assert.deepEqual(await assistants.create({ ...again, ifExists: "do_nothing" }), made);
});

test("an assistant that was deleted is gone", async () => {
  const { assistant_id } = await assistants.create({ graphId: "agent" });
  await assistants.delete(assistant_id, { deleteThreads: true });
  await assert.rejects(assistants.get(assistant_id), status(404));
});

test("an update makes a version, and any version can be the latest", async (t) => {
  const { assistant_id } = await ours(t, { metadata: { a: 1 } });
  const updated = await assistants.update(assistant_id, { name: "Bob", metadata: { b: 2 } });
  assert.deepEqual([updated.version, updated.name, updated.metadata], [2, "Bob", { a: 1, b: 2 }]);

  const versions = await assistants.getVersions(assistant_id);
  assert.deepEqual(versions.map(({ version }) => version), [2, 1]); // prettier-ignore
  assert.deepEqual(await assistants.getVersions(assistant_id, { limit: 1, offset: 1 }), [versions[1]]);

  assert.equal((await assistants.setLatest(assistant_id, 1)).version, 1);
  assert.deepEqual((await assistants.get(assistant_id)).metadata, { a: 1 });
});

test("search filters, sorts, selects and tells the next page; count counts the same", async (t) => {
  const metadata = tagged();
  for (const name of ["b", "c", "a"]) await ours(t, { metadata, name });

  const sorted = await assistants.search({ metadata, sortBy: "name", sortOrder: "asc", select: ["name"] });
  assert.deepEqual(sorted, [{ name: "a" }, { name: "b" }, { name: "c" }]);
  assert.deepEqual(await assistants.search({ metadata, graphId: "hitl" }), []);
  const page = await assistants.search({ metadata, limit: 2, includePagination: true });
  assert.equal(page.assistants.length, 2);
  assert.equal(page.next, "2");
  assert.equal(await assistants.count({ metadata }), 3);
});

test("a graph can be drawn, with or without its subgraphs", async () => {
  const ids = async (options) =>
    (await assistants.getGraph("nested", options)).nodes.map(({ id }) => String(id));
  assert.ok((await ids()).includes("child"));
  assert.ok((await ids({ xray: true })).includes("child:greet"));
});

test("schemas and subgraphs come from the graph", async () => {
  const [{ assistant_id }] = await assistants.search({ graphId: "nested" });
  const schemas = await assistants.getSchemas(assistant_id);
  assert.ok("messages" in schemas.state_schema.properties);
  const subgraphs = await assistants.getSubgraphs(assistant_id);
  assert.deepEqual(Object.keys(subgraphs), ["child"]);
  assert.deepEqual(await assistants.getSubgraphs(assistant_id, { namespace: "child" }), subgraphs);
});
