/** What the model of `agent` says: the first word of the last human message picks the turn. */

import { ToolMessage } from "@langchain/core/messages";
import { answerId, json, lastSaid, turn } from "./conversation.mjs";

const FAILURE = "simulated backend failure";

export const firstWord = (messages) => (lastSaid(messages).trim().split(/\s+/)[0] ?? "").toLowerCase();

/** To the messages, by the model's call number `call` in the thread. */
export function reply(messages, call) {
  const id = answerId(messages, call);
  const last = messages.at(-1);
  if (last && ToolMessage.isInstance(last))
    return { id, text: `The tool said: ${last.text} That is all. (turn ${turn(messages)})` };
  switch (firstWord(messages)) {
    case "tool":
      return { id, text: "Let me use a tool.", toolCalls: [wanted(id, "get_weather", { city: "Paris" })] };
    case "interrupt":
      return { id, toolCalls: [wanted(id, "send_email", { to: "ann@example.org", subject: "hello" })] };
    case "slow":
      return { id, text: Array.from({ length: 200 }, (_, number) => `word${number + 1}`).join(" ") };
    case "boom":
      return { id, text: "This will not end well.", failure: FAILURE };
  }
  const echo = `Echo of turn ${turn(messages)}: you wrote '${lastSaid(messages)}'.`;
  return { id, text: `${echo} This is a fake model answering word by word, call number ${call}.` };
}

export const chosen = (messages, call, choice) => ({
  id: answerId(messages, call),
  text: `You chose ${json(choice)}`,
});

const wanted = (messageId, name, args) => ({ name, args, id: `call_${messageId}`, type: "tool_call" });
