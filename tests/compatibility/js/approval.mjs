/** Asks a human before an e-mail is sent, in the schema of langchain's human-in-the-loop middleware. */

import { AIMessage } from "@langchain/core/messages";
import { interrupt } from "@langchain/langgraph";
import { json } from "./conversation.mjs";
import { calls, result } from "./tools.mjs";

export const ASKED_FIRST = "send_email";
const ALLOWED = ["approve", "edit", "reject"];
const YES = new Set(["approve", "approved", "accept", "yes", "y", "ok", "true"]);

export function askFirst({ messages }) {
  const call = calls(messages).find(({ name }) => name === ASKED_FIRST);
  const { type, args, message } = decided(interrupt(request(call)));
  if (type === "reject") return { messages: [result(call, `REJECTED: ${message}`, "error")] };
  const used = type === "edit" ? args : call.args;
  const sent = result(call, `SENT[${type}] to=${used.to} subject=${used.subject}`);
  return { messages: [...edited(messages.at(-1), call, type, used), sent] };
}

const request = ({ name, args }) => ({
  action_requests: [{ name, args, description: "Tool execution requires approval" }],
  review_configs: [{ action_name: name, allowed_decisions: ALLOWED }],
});

/** The message that wanted the call, with what was really called. */
function edited(message, call, type, args) {
  if (type !== "edit") return [];
  const changed = message.tool_calls.map((wanted) => (wanted.id === call.id ? { ...wanted, args } : wanted));
  return [new AIMessage({ id: message.id, content: message.content, tool_calls: changed })];
}

/** What was answered: `{"decisions": [...]}`, one decision, a list of them, or just a word. */
function decided(answer) {
  if (Array.isArray(answer?.decisions) && answer.decisions.length) return decided(answer.decisions[0]);
  if (Array.isArray(answer) && answer.length) return decided(answer[0]);
  switch (answer?.type) {
    case "approve":
    case "accept":
      return { type: "approve" };
    case "edit": {
      const args = answer.edited_action?.args ?? answer.args?.args;
      if (args) return { type: "edit", args };
      break;
    }
    case "reject":
    case "ignore":
    case "response":
      return { type: "reject", message: String(answer.message || answer.args || "") };
  }
  if (answer && typeof answer === "object" && !Array.isArray(answer))
    throw new Error(`${json(answer)} is not a decision; send {'decisions': [{'type': ${ALLOWED.join(" | ")}}]}`);
  if (YES.has(String(answer).trim().toLowerCase())) return { type: "approve" };
  return { type: "reject", message: typeof answer === "string" ? answer : "" };
}
