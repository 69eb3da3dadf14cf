import { useStream } from "@langchain/react";
import type { BaseMessage } from "@langchain/core/messages";
import { apiUrl, assistantId, rememberThread, threadId, transport, withThread } from "./address";
import type { UiMessage } from "./Components";
import { Composer } from "./Composer";
import { MessageView } from "./MessageView";
import { pageTools } from "./pageTools";
import { Pause } from "./Pause";
import { type Todo, Todos } from "./Todos";

type State = { messages: BaseMessage[]; todos?: Todo[]; ui?: UiMessage[] };
export type Stream = ReturnType<typeof useStream<State>>;

export function Chat() {
  const stream = useStream<State>({
    apiUrl,
    assistantId,
    transport,
    threadId, // a thread that runs is joined again, a finished one is shown
    onThreadId: rememberThread,
    tools: pageTools,
  });
  const { values, messages, interrupts, error, isLoading, isThreadLoading } = stream;

  return (
    <div className="chat">
      <header>
        <h1>
          {assistantId}{" "}
          <small>
            {apiUrl} over {transport}
          </small>
        </h1>
        <a href={withThread(null)}>New chat</a>
      </header>
      <main>
        <div className="log" role="log" aria-label="Conversation" aria-busy={isLoading || isThreadLoading}>
          {messages.map((message) => (
            <MessageView key={message.id} message={message} stream={stream} />
          ))}
          {interrupts.map((interrupt) => (
            <Pause key={interrupt.id} interrupt={interrupt} stream={stream} />
          ))}
          {isLoading && <div className="working" role="status" aria-label="The assistant is working" />}
          {error != null && <p role="alert">{error instanceof Error ? error.message : String(error)}</p>}
        </div>
      </main>
      {values.todos && values.todos.length > 0 && <Todos todos={values.todos} />}
      <Composer stream={stream} />
    </div>
  );
}
