/** The graph `nested`: a subgraph greets in the language of the run's context, then its parent signs. */

import { END, START, StateGraph } from "@langchain/langgraph";
import { z } from "zod";
import { Conversation, answer, answerId, lastSaid } from "./conversation.mjs";
import { ScriptedModel } from "./scripted_model.mjs";

const GREETINGS = { en: "Hello", de: "Hallo", fr: "Bonjour", es: "Hola" };

const Context = z.object({ language: z.string().default("en") });

async function greet({ messages }, config) {
  const language = config.context?.language ?? "en";
  const greeting = GREETINGS[language] ?? `(${language}) Hello`;
  const text = `${greeting} from the child: you wrote '${lastSaid(messages)}'.`;
  return { messages: [await new ScriptedModel({ id: answerId(messages), text }).invoke(messages, config)] };
}

const child = new StateGraph(Conversation, Context)
  .addNode("greet", greet)
  .addEdge(START, "greet")
  .addEdge("greet", END)
  .compile({ name: "child" });

export const graph = new StateGraph(Conversation, Context)
  .addNode("child", child)
  .addNode("sign", ({ messages }) => answer(messages, "Signed by the parent."))
  .addEdge(START, "child")
  .addEdge("child", "sign")
  .addEdge("sign", END)
  .compile({ name: "nested" });
