/** The graph `hitl`: asks, and says what was answered. */

import { END, START, StateGraph, StateSchema, interrupt } from "@langchain/langgraph";
import { z } from "zod";
import { answer, conversation, json } from "./conversation.mjs";

const Asked = new StateSchema({ ...conversation, answer: z.any().optional() });

export const graph = new StateGraph(Asked)
  .addNode("ask", () => ({ answer: interrupt({ question: "Shall I go on?" }) }))
  .addNode("tell", (state) => answer(state.messages, `You answered ${json(state.answer)}`))
  .addEdge(START, "ask")
  .addEdge("ask", "tell")
  .addEdge("tell", END)
  .compile({ name: "hitl" });
