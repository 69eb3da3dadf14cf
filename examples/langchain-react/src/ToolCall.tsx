import { type AIMessage, type BaseMessage, ToolMessage } from "@langchain/core/messages";

type Props = { call: NonNullable<AIMessage["tool_calls"]>[number]; messages: BaseMessage[] };

/** A tool call and its result, which is a message of its own and may still be to come. */
export function ToolCall({ call, messages }: Props) {
  const result = messages.filter(ToolMessage.isInstance).find(({ tool_call_id }) => tool_call_id === call.id);
  return (
    <section className="tool" aria-label={`Tool call ${call.name}`}>
      <h2>{call.name}</h2>
      <pre>{JSON.stringify(call.args, null, 2)}</pre>
      {result && <output>{result.text}</output>}
    </section>
  );
}
