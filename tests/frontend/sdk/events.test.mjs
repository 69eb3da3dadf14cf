/** Runs that are started, followed and resumed by protocol v2. */
import assert from "node:assert/strict";
import { eventually, follow, humans, isOver, overBoth, runs, say, threads, until } from "./client.mjs";

const refused = (code) => ({ name: "ProtocolError", code });
const text = ({ messages }) => messages.at(-1).text;

async function asked(t, transport) {
  const stream = follow(t, { transport });
  await stream.run.start({ input: say("ask") });
  await eventually(() => stream.interrupted);
  return stream;
}

overBoth("a run makes the thread, and its output is the state", async (t, transport) => {
  const stream = follow(t, { transport });
  const { run_id } = await stream.run.start({ input: say("hello"), metadata: { n: 1 } });
  assert.match(text(await stream.output), /^Echo of turn 1: you wrote 'hello'/);
  assert.equal(stream.assistantId, "agent");
  await runs.join(stream.threadId, run_id);
  const run = await runs.get(stream.threadId, run_id);
  assert.deepEqual([run.status, run.metadata.n], ["success", 1]);
});

overBoth("messages come in words, which add up to that of the state", async (t, transport) => {
  const stream = follow(t, { transport });
  const messages = stream.messages;
  await stream.run.start({ input: say("hello") });
  for await (const message of messages) {
    const words = [];
    for await (const word of message.text) words.push(word);
    assert.ok(words.length > 10);
    assert.equal(words.join(""), text(await stream.output));
  }
});

overBoth("values are the states, one after the other", async (t, transport) => {
  const stream = follow(t, { transport });
  await stream.run.start({ input: say("tool") });
  const counts = new Set();
  for await (const { messages } of stream.values) counts.add(messages.length);
  assert.deepEqual([...counts], [1, 2, 3, 4]);
  assert.equal((await stream.values).messages.length, 4);
});

overBoth("a tool that the library calls is told with its output", async (t, transport) => {
  const stream = follow(t, { transport, assistantId: "working" });
  const calls = stream.toolCalls;
  await stream.run.start({ input: say("hello") });
  for await (const call of calls) {
    assert.deepEqual([call.name, call.callId, call.input], ["add", "call-1", { a: 1, b: 2 }]);
    assert.equal(await call.output, "3");
  }
});

overBoth("a graph tells on channels of its own", async (t, transport) => {
  const stream = follow(t, { transport, assistantId: "working" });
  const { states, others } = stream.extensions;
  await stream.run.start({ input: say("hello") });
  const told = [];
  for await (const count of states) told.push(count);
  assert.deepEqual(told, [1, 2]);
  assert.deepEqual([await states, await others], [2, undefined]);
});

overBoth("a subgraph has messages and an output of its own", async (t, transport) => {
  const stream = follow(t, { transport, assistantId: "nested" });
  const subgraphs = stream.subgraphs;
  await stream.run.start({ input: say("word ".repeat(60)) }); // the subscription must precede the subgraph's end
  const found = [];
  for await (const subgraph of subgraphs) {
    found.push([subgraph.name, subgraph.namespace.length]);
    const { messages, output } = subgraph;
    for await (const message of messages) assert.match(await message.text, /^Hello from the child/);
    assert.match(JSON.stringify(await output), /Hello from the child/);
  }
  assert.deepEqual(found, [["child", 1]]);
});

overBoth("what is not there is an empty list: subagents and media", async (t, transport) => {
  const stream = follow(t, { transport });
  const nothing = [stream.subagents, stream.audio, stream.images, stream.video, stream.files];
  await stream.run.start({ input: say("hello") });
  for (const each of nothing) for await (const one of each) assert.fail(`there is ${JSON.stringify(one)}`);
});

overBoth("an interrupt is answered, and the run goes on", async (t, transport) => {
  const stream = await asked(t, transport);
  const [{ interruptId, payload, namespace }] = stream.interrupts;
  assert.deepEqual(payload, { question: "Which colour?", choices: ["red", "blue"] });
  const subscription = await stream.subscribe(["lifecycle", "values"]);
  await stream.input.respond({ namespace, interrupt_id: interruptId, response: "red" });
  await until(subscription, ({ params }) => JSON.stringify(params.data).includes("You chose"));
  assert.equal(stream.interrupted, false);
});

overBoth("an interrupt that nobody knows can't be answered", async (t, transport) => {
  const stream = await asked(t, transport);
  const unknown = { namespace: [], interrupt_id: "unknown", response: "red" };
  await assert.rejects(stream.respondInput(unknown), refused("no_such_interrupt"));
});

overBoth("a run that fails says why", async (t, transport) => {
  const stream = follow(t, { transport });
  const { run_id } = await stream.run.start({ input: say("boom") });
  const last = (await until(await stream.subscribe("lifecycle"), isOver)).at(-1).params.data;
  assert.deepEqual([last.event, last.error], ["failed", "simulated backend failure"]);
  await eventually(async () => (await runs.get(stream.threadId, run_id)).status === "error");
});

overBoth("a run of an unknown assistant is refused", async (t, transport) => {
  const stream = follow(t, { transport, assistantId: "nobody" });
  await assert.rejects(stream.submitRun({ input: say("hello") }), /nobody/);
});

overBoth("a run is refused while another one runs, if that was asked", async (t, transport) => {
  const stream = follow(t, { transport });
  const { run_id } = await stream.submitRun({ input: say("slow") });
  await assert.rejects(
    stream.submitRun({ input: say("hello"), multitaskStrategy: "reject" }),
    (error) => error.name === "ProtocolError",
  );
  await runs.cancel(stream.threadId, run_id, true);
});

overBoth("a run can begin at an old checkpoint", async (t, transport) => {
  const stream = follow(t, { transport });
  const said = async (words, options) => {
    const { run_id } = await stream.submitRun({ input: say(words), ...options });
    return humans(await runs.join(stream.threadId, run_id));
  };
  await said("one");
  const [{ checkpoint }] = await threads.getHistory(stream.threadId);
  await said("two");
  assert.deepEqual(await said("three", { forkFrom: checkpoint.checkpoint_id }), ["one", "three"]);
});
