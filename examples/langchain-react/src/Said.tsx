import { HumanMessage } from "@langchain/core/messages";
import { type FormEvent, useState } from "react";
import type { Stream } from "./Chat";
import { checkpointBefore } from "./checkpointBefore";

/** What was said can be said otherwise: everything after it then goes out of sight. */
export function Said({ message, stream }: { message: HumanMessage; stream: Stream }) {
  const [text, setText] = useState<string>();

  async function send(event: FormEvent) {
    event.preventDefault();
    setText(undefined);
    const forkFrom = await checkpointBefore(message, stream);
    await stream.submit({ messages: [new HumanMessage(text!)] }, { forkFrom });
  }

  if (text !== undefined)
    return (
      <form className="composer" onSubmit={send}>
        <input
          aria-label="Edit message"
          autoFocus
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
        <button className="primary">Save and send</button>
      </form>
    );
  return (
    <article className="human" aria-label="You">
      <p>{message.text}</p>
      {!stream.isLoading && <button onClick={() => setText(message.text)}>Edit</button>}
    </article>
  );
}
