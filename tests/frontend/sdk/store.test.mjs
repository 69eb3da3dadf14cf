import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { test } from "node:test";
import { status, store } from "./client.mjs";

const keys = ({ items }) => items.map(({ key }) => key).sort();

test("an item is read as it was put, and gone when it was deleted", async () => {
  const namespace = [randomUUID(), "ann"];
  await store.putItem(namespace, "k", { speaks: "French" }, { ttl: 60, index: false });
  const item = await store.getItem(namespace, "k", { refreshTtl: true });
  assert.deepEqual(item.value, { speaks: "French" });
  assert.deepEqual(item.namespace, namespace);
  assert.equal(item.createdAt, item.created_at);
  await store.deleteItem(namespace, "k");
  await store.deleteItem(namespace, "k");
  assert.equal(await store.getItem(namespace, "k"), null);
});

test("a reserved namespace is refused", async () => {
  await assert.rejects(store.putItem(["langgraph"], "k", {}), status(400));
});

test("a search filters and pages", async () => {
  const root = randomUUID();
  for (const n of [0, 1, 2]) await store.putItem([root, "below"], `${n}`, { n });
  assert.deepEqual(keys(await store.searchItems([root])), ["0", "1", "2"]);
  assert.deepEqual(keys(await store.searchItems([root], { filter: { n: { $gt: 0 } } })), ["1", "2"]);
  assert.deepEqual(keys(await store.searchItems([root], { query: "two", filter: { n: 0 } })), ["0"]);
  const page = await store.searchItems([root], { limit: 2, offset: 2, refreshTtl: false });
  assert.equal(page.items.length, 1);
});

test("namespaces are listed by prefix, suffix and depth", async () => {
  const root = randomUUID();
  for (const labels of [["a", "x"], ["a", "y", "z"], ["b", "x"]])
    await store.putItem([root, ...labels], "k", {});
  const listed = async (options) => {
    const { namespaces } = await store.listNamespaces({ prefix: [root], ...options });
    return namespaces.map((labels) => labels.slice(1).join("."));
  };
  assert.deepEqual(await listed(), ["a.x", "a.y.z", "b.x"]);
  assert.deepEqual(await listed({ suffix: ["x"] }), ["a.x", "b.x"]);
  assert.deepEqual(await listed({ maxDepth: 2 }), ["a", "b"]);
  assert.deepEqual(await listed({ limit: 1, offset: 1 }), ["a.y.z"]);
});
