/** The graph `agent`: a chat with tools, interrupts, slowness and failures, by the word (see turns.mjs). */

import { END, START, StateGraph, interrupt } from "@langchain/langgraph";
import { ASKED_FIRST, askFirst } from "./approval.mjs";
import { nextCall } from "./calls.mjs";
import { Conversation } from "./conversation.mjs";
import { ScriptedModel } from "./scripted_model.mjs";
import { calls, runTools } from "./tools.mjs";
import { chosen, firstWord, reply } from "./turns.mjs";

const QUESTION = { question: "Which colour?", choices: ["red", "blue"] };

async function agent({ messages }, config) {
  const call = await nextCall(config, messages);
  return { messages: [await new ScriptedModel(reply(messages, call)).invoke(messages, config)] };
}

async function ask({ messages }, config) {
  const choice = interrupt(QUESTION);
  const call = await nextCall(config, messages);
  return { messages: [await new ScriptedModel(chosen(messages, call, choice)).invoke(messages, config)] };
}

const whoAnswers = ({ messages }) => (firstWord(messages) === "ask" ? "ask" : "agent");

function whatIsCalled({ messages }) {
  const names = calls(messages).map(({ name }) => name);
  if (names.includes(ASKED_FIRST)) return "approval";
  return names.length ? "tools" : END;
}

export const graph = new StateGraph(Conversation)
  .addNode("agent", agent)
  .addNode("ask", ask)
  .addNode("approval", askFirst)
  .addNode("tools", runTools)
  .addConditionalEdges(START, whoAnswers, ["ask", "agent"])
  .addConditionalEdges("agent", whatIsCalled, ["approval", "tools", END])
  .addEdge("approval", "agent")
  .addEdge("tools", "agent")
  .addEdge("ask", END)
  .compile({ name: "agent" });
