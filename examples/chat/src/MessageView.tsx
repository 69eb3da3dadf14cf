import type { AIMessage, Message } from "@langchain/langgraph-sdk";
import { useState } from "react";
import { Branches } from "./Branches";
import { MessageEditor } from "./MessageEditor";
import { textOf } from "./textOf";
import { ToolCall } from "./ToolCall";
import type { ChatStream } from "./useChat";

type Props = { message: Message; chat: ChatStream };

export function MessageView({ message, chat }: Props) {
  if (message.type === "human") return <Said message={message} chat={chat} />;
  if (message.type === "ai") return <Answered message={message} chat={chat} />;
  return null; // results of tools are shown in their calls
}

function Said({ message, chat }: Props) {
  const [editing, setEditing] = useState(false);

  function save(text: string) {
    setEditing(false);
    chat.edit(message, text);
  }

  if (editing)
    return <MessageEditor text={textOf(message)} onSave={save} onCancel={() => setEditing(false)} />;
  return (
    <article className="human" aria-label="You">
      <p>{textOf(message)}</p>
      <footer>
        <Branches message={message} chat={chat} />
        {chat.canFork(message) && <button onClick={() => setEditing(true)}>Edit</button>}
      </footer>
    </article>
  );
}

function Answered({ message, chat }: Props & { message: AIMessage }) {
  const text = textOf(message);
  return (
    <article className="ai" aria-label="Assistant">
      {text && <p>{text}</p>}
      {message.tool_calls?.map((call) => (
        <ToolCall key={call.id} call={call} messages={chat.stream.messages} />
      ))}
      <footer>
        <Branches message={message} chat={chat} />
        {chat.canFork(message) && <button onClick={() => chat.regenerate(message)}>Regenerate</button>}
      </footer>
    </article>
  );
}
