import { useState } from "react";
import type { Action, Decision } from "./Approval";

type Props = {
  action: Action;
  allowed?: Decision["type"][];
  decided?: Decision["type"];
  onDecide: (decision: Decision) => void;
};

/** One action that waits for a human: approve it, change its arguments, or say why not. */
export function ActionReview({ action, allowed = ["approve", "reject"], decided, onDecide }: Props) {
  const original = JSON.stringify(action.args, null, 2);
  const [text, setText] = useState(original);
  const [message, setMessage] = useState("");
  const args = parsed(text);
  const isEdited = text !== original;

  const approve = () => onDecide({ type: "approve" });
  const edit = () => onDecide({ type: "edit", edited_action: { name: action.name, args: args! } });
  const reject = () => onDecide({ type: "reject", message });

  return (
    <section className="card" aria-label={`Approval of ${action.name}`}>
      <h2>{action.name}</h2>
      <p>{action.description}</p>
      <label>
        Arguments
        <textarea
          className="code"
          rows={text.split("\n").length}
          spellCheck={false}
          readOnly={!allowed.includes("edit")}
          aria-invalid={!args}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
      </label>
      {allowed.includes("reject") && (
        <label>
          Reason, if you reject
          <input value={message} onChange={(event) => setMessage(event.target.value)} />
        </label>
      )}
      <div className="choices">
        {isEdited ? (
          <button className="primary" disabled={!args || !!decided} onClick={edit}>
            Approve as edited
          </button>
        ) : (
          <button className="primary" disabled={!allowed.includes("approve") || !!decided} onClick={approve}>
            Approve
          </button>
        )}
        {allowed.includes("reject") && (
          <button disabled={!!decided} onClick={reject}>
            Reject
          </button>
        )}
        {decided && <span>Decided: {decided}</span>}
      </div>
    </section>
  );
}

function parsed(json: string): Action["args"] | undefined {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}
