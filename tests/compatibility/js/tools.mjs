/** The tools of `agent`. */

import { AIMessage, ToolMessage } from "@langchain/core/messages";
import { tool } from "@langchain/core/tools";
import { z } from "zod";

const getWeather = tool(async ({ city }) => `It is sunny in ${city}.`, {
  name: "get_weather",
  description: "What the weather is like in a city.",
  schema: z.object({ city: z.string() }),
});

/** All that the last message calls. */
export const runTools = async ({ messages }, config) => ({
  messages: await Promise.all(calls(messages).map((call) => said(call, config))),
});

export function calls(messages) {
  const last = messages.at(-1);
  return last && AIMessage.isInstance(last) ? (last.tool_calls ?? []) : [];
}

export const result = (call, text, status = "success") =>
  new ToolMessage({ content: text, name: call.name, tool_call_id: call.id, id: `result_${call.id}`, status });

async function said(call, config) {
  if (call.name !== getWeather.name) return result(call, `Error: unknown tool '${call.name}'`, "error");
  const message = await getWeather.invoke({ ...call, type: "tool_call" }, config);
  return result(call, message.text);
}
