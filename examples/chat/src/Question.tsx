import { type FormEvent, useState } from "react";

type Props = { value: unknown; onAnswer: (answer: string) => void };

/** Any interrupt: `{question, choices}` is shown as such, and anything else as it came. */
export function Question({ value, onAnswer }: Props) {
  const { question = JSON.stringify(value, null, 2), choices } = asked(value);
  return (
    <section className="card" aria-label="Question">
      <h2>{question}</h2>
      {choices ? (
        <div className="choices">
          {choices.map((choice) => (
            <button key={choice} onClick={() => onAnswer(choice)}>
              {choice}
            </button>
          ))}
        </div>
      ) : (
        <FreeAnswer onAnswer={onAnswer} />
      )}
    </section>
  );
}

function asked(value: unknown): { question?: string; choices?: string[] } {
  if (typeof value === "string") return { question: value };
  return typeof value === "object" && value !== null ? value : {};
}

function FreeAnswer({ onAnswer }: Pick<Props, "onAnswer">) {
  const [text, setText] = useState("");

  function send(event: FormEvent) {
    event.preventDefault();
    onAnswer(text);
  }

  return (
    <form className="choices" onSubmit={send}>
      <input aria-label="Answer" value={text} onChange={(event) => setText(event.target.value)} />
      <button className="primary">Answer</button>
    </form>
  );
}
