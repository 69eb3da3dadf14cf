/** Connections to the events of a thread: channels, replays, and the commands for its state. */
import assert from "node:assert/strict";
import { eventually, follow, isOver, overBoth, runs, say, threads, until } from "./client.mjs";

const refused = (code) => ({ name: "ProtocolError", code });
const ALL = ["lifecycle", "values", "messages", "input"];

/** Finish a run, and return the stream of a client that connects afterwards. */
async function told(t, transport, assistantId = "agent") {
  const first = follow(t, { transport, assistantId });
  const { run_id } = await first.submitRun({ input: say("hello") });
  await runs.join(first.threadId, run_id);
  return follow(t, { transport, assistantId }, first.threadId);
}

overBoth("a subscription has the events of its channels, in their order", async (t, transport) => {
  const stream = await told(t, transport);
  const events = await until(await stream.subscribe(["lifecycle", "values"]), isOver);
  const [methods, seqs] = [events.map(({ method }) => method), events.map(({ seq }) => seq)];
  assert.deepEqual(methods, ["lifecycle", "values", "values", "lifecycle"]);
  assert.deepEqual(
    seqs,
    [...new Set(seqs)].sort((a, b) => a - b),
  );
  assert.equal(stream.ordering.lastSeenSeq, seqs.at(-1));
});

overBoth("a subscription may have a part of the namespaces only", async (t, transport) => {
  const stream = await told(t, transport, "nested");
  const top = await stream.subscribe({ channels: ALL, namespaces: [[]], depth: 0 });
  for (const { params } of await until(top, isOver)) assert.deepEqual(params.namespace, []);
  const everything = await until(await stream.subscribe(ALL), isOver);
  assert.ok(everything.some(({ params }) => params.namespace[0]?.startsWith("child:")));
});

overBoth("who comes later is told the same, from the start", async (t, transport) => {
  const stream = await told(t, transport);
  const events = await until(await stream.subscribe(ALL), isOver);
  const later = follow(t, { transport }, stream.threadId);
  assert.deepEqual(await until(await later.subscribe(ALL), isOver), events);
});

overBoth("every listener of the stream hears of an event once", async (t, transport) => {
  const stream = await told(t, transport);
  const heard = [];
  const leave = stream.onEvent(({ event_id }) => heard.push(event_id));
  stream.startLifecycleWatcher();
  await until(await stream.subscribe(ALL), isOver);
  leave();
  assert.ok(heard.length > 10);
  assert.equal(new Set(heard).size, heard.length);
});

overBoth("after it was left, a subscription gives nothing, and others go on", async (t, transport) => {
  const stream = follow(t, { transport });
  const [left, kept] = [await stream.subscribe("values"), await stream.subscribe(["values", "lifecycle"])];
  await left.unsubscribe();
  await stream.submitRun({ input: say("hello") });
  assert.ok((await until(kept, isOver)).length > 2);
  for await (const event of left) assert.fail(`${event.method} came`);
});

overBoth(
  "a connection that breaks is made again, and nothing is lost or comes twice",
  async (t, transport) => {
    const broken = [];
    const stream = follow(t, {
      transport,
      reconnectDelayMs: () => 0,
      onReconnect: ({ attempt }) => broken.push(attempt),
      ...breaking(),
    });
    const subscription = await stream.subscribe(ALL);
    await stream.submitRun({ input: say("hello") });
    const seqs = (await until(subscription, isOver)).map(({ seq }) => seq);
    assert.ok(broken.length > 0);
    assert.deepEqual(seqs, [...seqs.keys()].map((index) => index + 1)); // prettier-ignore
  },
);

/** Return options whose first connection breaks after the first event. */
function breaking() {
  let count = 0;
  return {
    fetch: async (url, options) => {
      const response = await fetch(url, options);
      if (!url.endsWith("/events") || count++) return response;
      const once = { transform: (chunk, controller) => (controller.enqueue(chunk), controller.terminate()) };
      return new Response(response.body.pipeThrough(new TransformStream(once)), response);
    },
    webSocketFactory: (url) => {
      const socket = new WebSocket(url);
      const isTold = ({ data }) => JSON.parse(data).type === "event" && socket.close();
      if (!count++) socket.addEventListener("message", isTold);
      return socket;
    },
  };
}

overBoth("who may not connect is told so, and does not try again", async (t, transport) => {
  const stream = follow(t, { transport }, "not-an-id");
  const failures = [];
  stream.onError((error) => failures.push(error));
  const subscription = stream.subscribe(ALL);
  await Promise.race([subscription, eventually(() => failures.length > 0)]).catch((error) =>
    failures.push(error),
  );
  assert.equal(failures[0].status, 400);
});

overBoth("the tree of a run says how far it is", async (t, transport) => {
  const stream = await told(t, transport, "nested");
  const { tree } = await stream.agent.getTree();
  assert.deepEqual([tree.graph_name, tree.status, tree.children.length], ["nested", "completed", 1]);
});

overBoth("the state is read, listed and gone on from", async (t, transport) => {
  const stream = await told(t, transport);
  const { values, checkpoint } = await stream.state.get({ namespace: [], keys: ["messages"] });
  assert.equal(values.messages.length, 2);
  const { checkpoints } = await stream.state.listCheckpoints({ limit: 10 });
  assert.equal(checkpoints[0].id, checkpoint.id);
  assert.deepEqual(checkpoints.map(({ step }) => step), [1, 0, -1]); // prettier-ignore

  const { run_id } = await stream.state.fork({ checkpoint_id: checkpoint.id, input: say("again") });
  assert.equal((await runs.join(stream.threadId, run_id)).messages.length, 4);
  const [head] = await threads.getHistory(stream.threadId);
  assert.equal(head.metadata.run_id, run_id);
});

overBoth("what no server can do is refused", async (t, transport) => {
  const stream = await told(t, transport);
  const message = { role: "user", content: "meanwhile" };
  await assert.rejects(stream.input.inject({ namespace: [], message }), refused("unknown_command"));
  await assert.rejects(stream.subscribe("nonsense"));
});
