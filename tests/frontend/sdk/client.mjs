/** The official JS SDK against the server at TARGET, and helpers for all tests. */
import { Client } from "@langchain/langgraph-sdk";
import { randomUUID } from "node:crypto";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";

export const { assistants, threads, runs, crons, store } = new Client({
  apiUrl: process.env.TARGET,
  apiKey: null,
});

export const say = (text) => ({ messages: [{ role: "user", content: text }] });
export const answer = (values) => values.messages.at(-1).content;
export const humans = (values) =>
  values.messages.filter(({ type }) => type === "human").map(({ content }) => content);
export const named = (events) => new Set(events.map(({ event }) => event));
export const tagged = () => ({ tag: randomUUID() });
export const status = (code) => ({ status: code });

export async function all(stream) {
  const events = [];
  for await (const event of stream) events.push(event);
  return events;
}

export async function newThread() {
  return (await threads.create()).thread_id;
}

/** Start a run that takes seconds, and wait until its input is in the state. */
export async function slowRun(threadId) {
  const { run_id } = await runs.create(threadId, "agent", { input: say("slow") });
  await eventually(
    async () => (await threads.getState(threadId)).values.messages?.at(-1)?.content === "slow",
  );
  return run_id;
}

export async function eventually(fact) {
  for (const deadline = Date.now() + 30_000; !(await fact()); await sleep(50))
    if (Date.now() > deadline) throw new Error(`it never came true: ${fact}`);
}

/** Define a test for each transport of events. */
export function overBoth(name, body) {
  for (const transport of ["sse", "websocket"]) test(`${name} (${transport})`, (t) => body(t, transport));
}

/** Open the stream of a thread; without an id, of a new one. */
export function follow(t, options, threadId) {
  const stream = threads.stream(threadId, { assistantId: "agent", ...options });
  t.after(() => stream.close());
  return stream;
}

/** Return the events of a subscription up to the first that satisfies `isLast`. */
export async function until(subscription, isLast) {
  const events = [];
  for await (const event of subscription) {
    events.push(event);
    if (isLast(event)) return events;
  }
  throw new Error(`the subscription ended after ${JSON.stringify(events)}`);
}

export const isOver = ({ method, params: { namespace, data } }) =>
  method === "lifecycle" && namespace.length === 0 && data.event !== "running";
