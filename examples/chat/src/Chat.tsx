import { apiUrl } from "./address";
import { Composer } from "./Composer";
import { Failure } from "./Failure";
import { InterruptCard } from "./InterruptCard";
import { MessageView } from "./MessageView";
import { Suggestions } from "./Suggestions";
import { useChat } from "./useChat";

export function Chat() {
  const chat = useChat();
  const { messages, interrupts, error, isLoading, isThreadLoading } = chat.stream;
  const isNew = !messages.length && !isLoading && !isThreadLoading;

  return (
    <div className="chat">
      <header>
        <h1>
          {chat.stream.assistantId} <small>{apiUrl}</small>
        </h1>
        <button onClick={chat.startAnew}>New chat</button>
      </header>
      <main>
        <div className="log" role="log" aria-label="Conversation" aria-busy={isLoading || isThreadLoading}>
          {isNew && !error && <Suggestions onPick={chat.say} />}
          {messages.map((message) => (
            <MessageView key={message.id} message={message} chat={chat} />
          ))}
          {isLoading && <div className="working" role="status" aria-label="The assistant is working" />}
          {!isLoading &&
            error == null &&
            interrupts.map((interrupt, index) => (
              <InterruptCard key={interrupt.id ?? index} interrupt={interrupt} chat={chat} />
            ))}
          {!isLoading && error != null && <Failure error={error} onRetry={chat.retry} />}
        </div>
      </main>
      <Composer isLoading={isLoading} onSay={chat.say} onStop={chat.stream.stop} />
    </div>
  );
}
