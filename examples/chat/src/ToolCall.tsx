import type { AIMessage, Message } from "@langchain/langgraph-sdk";
import { textOf } from "./textOf";

type Props = { call: NonNullable<AIMessage["tool_calls"]>[number]; messages: Message[] };

/** A tool call and its result, which is a message of its own and may still be to come. */
export function ToolCall({ call, messages }: Props) {
  const result = messages.find((message) => message.type === "tool" && message.tool_call_id === call.id);
  return (
    <section className="tool" aria-label={`Tool call ${call.name}`}>
      <h2>{call.name}</h2>
      <pre>{JSON.stringify(call.args, null, 2)}</pre>
      {result && <output>{textOf(result)}</output>}
    </section>
  );
}
