import { AIMessage } from "@langchain/core/messages";
import { type SubagentDiscoverySnapshot, useMessages } from "@langchain/react";
import type { Stream } from "./Chat";
import { ToolCall } from "./ToolCall";

type Props = { subagent: SubagentDiscoverySnapshot; stream: Stream };

const STATUS = { running: "working…", complete: "done", error: "failed" };

/** A call of the tool `task`: an agent of its own, whose messages have a namespace of their own. */
export function Subagent({ subagent, stream }: Props) {
  const messages = useMessages(stream, subagent);
  return (
    <section className="tool subagent" aria-label={`Subagent ${subagent.name}`}>
      <h2>
        {subagent.name} <small role="status">{STATUS[subagent.status]}</small>
      </h2>
      <p>
        <small>{subagent.taskInput}</small>
      </p>
      {messages.filter(AIMessage.isInstance).map((message) => (
        <div key={message.id}>
          {message.text && <p>{message.text}</p>}
          {message.tool_calls?.map((call) => (
            <ToolCall key={call.id} call={call} messages={messages} />
          ))}
        </div>
      ))}
      {subagent.error && <p role="alert">{subagent.error}</p>}
    </section>
  );
}
