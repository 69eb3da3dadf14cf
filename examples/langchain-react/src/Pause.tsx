import { type FormEvent, useState } from "react";
import { type Action, Approval, type Review } from "./Approval";
import type { Stream } from "./Chat";

type Interrupt = Stream["interrupts"][number];
type Props = { interrupt: Interrupt; stream: Stream };
type Asked = {
  question?: string;
  choices?: string[];
  actionRequests?: Action[];
  reviewConfigs?: Review[];
};

/** A run that waits for an answer: to a question, or to what langchain's human-in-the-loop middleware asks. */
export function Pause({ interrupt, stream }: Props) {
  const value = interrupt.value as Asked;
  const answer = (response: unknown) => void stream.respond(response, { interruptId: interrupt.id });

  if (value.actionRequests)
    return (
      <Approval
        actions={value.actionRequests}
        reviews={value.reviewConfigs}
        onDecide={(decisions) => answer({ decisions })}
      />
    );
  return (
    <section className="card" aria-label="Question">
      <p>{value.question ?? JSON.stringify(value)}</p>
      {value.choices?.map((choice) => (
        <button key={choice} onClick={() => answer(choice)}>
          {choice}
        </button>
      )) ?? <FreeAnswer onAnswer={answer} />}
    </section>
  );
}

function FreeAnswer({ onAnswer }: { onAnswer: (text: string) => void }) {
  const [text, setText] = useState("");

  function send(event: FormEvent) {
    event.preventDefault();
    onAnswer(text);
  }

  return (
    <form className="composer" onSubmit={send}>
      <input aria-label="Answer" value={text} onChange={(event) => setText(event.target.value)} />
      <button className="primary">Answer</button>
    </form>
  );
}
