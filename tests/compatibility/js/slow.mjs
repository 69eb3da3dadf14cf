/** The graph `slow`: takes `seconds`, in `steps` steps that all write something and tell how far they are. */

import { setTimeout as sleep } from "node:timers/promises";
import { END, START, StateGraph, StateSchema } from "@langchain/langgraph";
import { z } from "zod";
import { answer, conversation } from "./conversation.mjs";

const SECONDS = 5;
const STEPS = 5;

const Work = new StateSchema({
  ...conversation,
  seconds: z.number().optional(),
  steps: z.number().int().optional(),
  done: z.number().int().optional(),
});

async function step({ messages, seconds = SECONDS, steps = STEPS, done: before }, config) {
  const done = before + 1;
  await sleep((1000 * seconds) / Math.max(steps, 1), undefined, { signal: config.signal });
  config.writer?.({ done, steps });
  return { ...answer(messages, `Step ${done} of ${steps} is done.`), done };
}

const goesOn = ({ done, steps = STEPS }) => (done < steps ? "step" : END);

export const graph = new StateGraph(Work)
  .addNode("begin", () => ({ done: 0 })) // each run anew, whatever the thread has done before
  .addNode("step", step)
  .addEdge(START, "begin")
  .addConditionalEdges("begin", goesOn, ["step", END])
  .addConditionalEdges("step", goesOn, ["step", END])
  .compile({ name: "slow" });
