/** What the graphs remember, and what they ask of it. */

import { AIMessage, HumanMessage } from "@langchain/core/messages";
import { v5 } from "@langchain/core/utils/uuid";
import { MessagesValue, StateSchema } from "@langchain/langgraph";

const NAMESPACE_OID = "6ba7b812-9dad-11d1-80b4-00c04fd430c8";

export const conversation = { messages: MessagesValue };
export const Conversation = new StateSchema(conversation);

export const turn = (messages) => messages.filter(HumanMessage.isInstance).length;

/** By the human. Only the text of it, if there is more. */
export const lastSaid = (messages) => messages.findLast(HumanMessage.isInstance)?.text ?? "";

/** Of the message that is next: the library would draw a random one. */
export const answerId = (messages, call = 0) =>
  v5([...messages.map((message) => message.id ?? ""), String(call)].join("/"), NAMESPACE_OID);

/** All at once, and not by a model. */
export const answer = (messages, text) => ({
  messages: [new AIMessage({ content: text, id: answerId(messages) })],
});

/** As Python's json.dumps writes it. */
export const json = (value) => {
  if (Array.isArray(value)) return `[${value.map(json).join(", ")}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value ?? null);
  return `{${Object.entries(value).map(([key, each]) => `${JSON.stringify(key)}: ${json(each)}`).join(", ")}}`;
};
