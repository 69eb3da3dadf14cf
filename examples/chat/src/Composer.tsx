import { type FormEvent, type KeyboardEvent, useState } from "react";

type Props = { isLoading: boolean; onSay: (text: string) => void; onStop: () => void };

export function Composer({ isLoading, onSay, onStop }: Props) {
  const [text, setText] = useState("");
  const canSend = !isLoading && text.trim() !== "";

  function send(event: FormEvent) {
    event.preventDefault();
    if (!canSend) return;
    onSay(text.trim());
    setText("");
  }

  function onKeyDown(event: KeyboardEvent) {
    const writing = event.shiftKey || event.nativeEvent.isComposing;
    if (event.key === "Enter" && !writing) send(event);
  }

  return (
    <form className="composer" onSubmit={send}>
      <textarea
        aria-label="Message"
        placeholder="Write a message"
        rows={1}
        autoFocus
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={onKeyDown}
      />
      {isLoading ? (
        <button type="button" onClick={onStop}>
          Stop
        </button>
      ) : (
        <button className="primary" disabled={!canSend}>
          Send
        </button>
      )}
    </form>
  );
}
