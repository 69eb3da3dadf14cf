// A client made of the types of openapi-typescript and openapi-fetch, against the server at TARGET.
import assert from "node:assert/strict";

import createClient from "openapi-fetch";

import type { components, operations, paths } from "./langgraph.js";

type Schemas = components["schemas"];

const client = createClient<paths>({
  baseUrl: process.env.TARGET!,
});

/** Return the data of a response, or fail with the reason that the server gives. */
function checked<T>({ data, error }: { data?: T; error?: unknown }): T {
  assert.equal(error, undefined);
  return data as T;
}

const hello = { messages: [{ role: "user", content: "Hello" }] };

// threads: fields with a default may be left out
const thread: Schemas["Thread"] = checked(await client.POST("/threads", { body: { metadata: { made_by: "types" } } }));
const path = { thread_id: thread.thread_id };
const found = checked(await client.POST("/threads/search", { body: { ids: [thread.thread_id] } }));
assert.deepEqual(found.map((one) => one.thread_id), [thread.thread_id]);

// a run that is waited for
const outcome = checked(
  await client.POST("/threads/{thread_id}/runs/wait", {
    params: { path },
    body: { assistant_id: "agent", input: hello },
  }),
) as { messages: Schemas["Message"][] };
assert.equal(outcome.messages.at(-1)!.type, "ai");

// a run that is streamed
const { response } = await client.POST("/threads/{thread_id}/runs/stream", {
  params: { path },
  body: { assistant_id: "agent", input: hello, stream_mode: ["values", "messages-tuple"] },
  parseAs: "stream",
});
const names = new Set<string>();
for (const frame of (await response.text()).split(/\r?\n\r?\n/)) {
  const [, name] = /^event: (.*?)\r?$/m.exec(frame) ?? [];
  const [, data] = /^data: (.*?)\r?$/m.exec(frame) ?? [];
  if (name === undefined || data === undefined) continue;
  names.add(name);
  if (name === "messages") {
    const [message, metadata] = JSON.parse(data) as Schemas["MessageChunk"];
    assert.equal(typeof message.type, "string");
    assert.equal(typeof metadata.langgraph_node, "string");
  }
}
assert.deepEqual([...names].sort(), ["messages", "metadata", "values"]);

// state and history
const state = checked(await client.GET("/threads/{thread_id}/state", { params: { path } }));
assert(!Array.isArray(state.values));
assert.equal((state.values.messages as Schemas["Message"][]).length, 4);
const history = checked(
  await client.POST("/threads/{thread_id}/history", { params: { path }, body: { limit: 3 } }),
);
assert.equal(history.length, 3);
assert.deepEqual(history[0]!.checkpoint, state.checkpoint);
const runs = checked(await client.GET("/threads/{thread_id}/runs", { params: { path } }));
assert.deepEqual(runs.map((run) => run.status), ["success", "success"]);

// the store
const item = { namespace: ["generated", thread.thread_id], key: "one" };
checked(await client.PUT("/store/items", { body: { ...item, value: { colour: "red" } } }));
const { items } = checked(await client.POST("/store/items/search", { body: { namespace_prefix: item.namespace } }));
assert.deepEqual(items.map((one) => one.value), [{ colour: "red" }]);
checked(await client.DELETE("/store/items", { body: item }));

// crons
const cron = checked(
  await client.POST("/runs/crons", { body: { assistant_id: "agent", schedule: "0 9 1 1 *", input: hello } }),
);
const crons = checked(await client.POST("/runs/crons/search", { body: { metadata: {} } }));
assert(crons.some((one) => one.cron_id === cron.cron_id));
checked(await client.DELETE("/runs/crons/{cron_id}", { params: { path: { cron_id: cron.cron_id } } }));

// a refusal has its reason
checked(await client.DELETE("/threads/{thread_id}", { params: { path } }));
const gone = await client.GET("/threads/{thread_id}", { params: { path } });
assert.equal(gone.response.status, 404);
assert.equal(typeof gone.error!.detail, "string");

// each event of a thread has a type of its own
export function status(event: Schemas["ProtocolEvent"]): Schemas["LifecycleStatus"] | undefined {
  return event.method === "lifecycle" ? event.params.data.event : undefined;
}
export type Create = operations["create_thread"];
