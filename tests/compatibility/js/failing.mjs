/** The graph `failing`: writes something, then fails, always. */

import { END, START, StateGraph } from "@langchain/langgraph";
import { Conversation, answer } from "./conversation.mjs";

function fail() {
  throw new Error("this graph always fails");
}

export const graph = new StateGraph(Conversation)
  .addNode("write", ({ messages }) => answer(messages, "This is written, and then it fails."))
  .addNode("fail", fail)
  .addEdge(START, "write")
  .addEdge("write", "fail")
  .addEdge("fail", END)
  .compile({ name: "failing" });
