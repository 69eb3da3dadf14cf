import { AIMessage, type BaseMessage, HumanMessage } from "@langchain/core/messages";
import type { Stream } from "./Chat";
import { Components } from "./Components";
import { Said } from "./Said";
import { Subagent } from "./Subagent";
import { ToolCall } from "./ToolCall";

type Props = { message: BaseMessage; stream: Stream };

export function MessageView({ message, stream }: Props) {
  if (HumanMessage.isInstance(message)) return <Said message={message} stream={stream} />;
  if (AIMessage.isInstance(message)) return <Answered message={message} stream={stream} />;
  return null; // results of tools are shown in their calls
}

function Answered({ message, stream }: Props & { message: AIMessage }) {
  return (
    <article className="ai" aria-label="Assistant">
      {message.text && <p>{message.text}</p>}
      {message.tool_calls?.map((call) => {
        const subagent = stream.subagents.get(call.id!);
        return subagent ? (
          <Subagent key={call.id} subagent={subagent} stream={stream} />
        ) : (
          <ToolCall key={call.id} call={call} messages={stream.messages} />
        );
      })}
      <Components of={message.id} ui={stream.values.ui} />
    </article>
  );
}
