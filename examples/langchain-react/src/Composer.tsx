import { HumanMessage } from "@langchain/core/messages";
import { useSubmissionQueue } from "@langchain/react";
import { type FormEvent, useState } from "react";
import { assistantId } from "./address";
import type { Stream } from "./Chat";

/** What is sent while the assistant answers waits for its turn. */
export function Composer({ stream }: { stream: Stream }) {
  const [text, setText] = useState("");
  const waiting = useSubmissionQueue(stream);

  function send(event: FormEvent) {
    event.preventDefault();
    setText("");
    void stream.submit({ messages: [new HumanMessage(text.trim())] }, { multitaskStrategy: "enqueue" });
  }

  return (
    <form className="composer" onSubmit={send}>
      {waiting.size > 0 && <small role="note">{waiting.size} waiting</small>}
      <input
        aria-label="Message"
        placeholder={assistantId === "agent" ? "hello, tool, interrupt, ask, slow, boom …" : "Message"}
        autoFocus
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      <button className="primary" disabled={!text.trim()}>
        Send
      </button>
      {stream.isLoading && (
        <button type="button" onClick={() => stream.stop()}>
          Stop
        </button>
      )}
    </form>
  );
}
