import { type FormEvent, useState } from "react";

export type Action = { name: string; args: object; description?: string };
export type Review = { actionName?: string; action_name?: string; allowedDecisions?: Kind[] };
type Kind = "approve" | "edit" | "reject";
type Decision =
  | { type: "approve" | "reject" }
  | { type: "edit"; editedAction: { name: string; args: object } };
type Props = { actions: Action[]; reviews?: Review[]; onDecide: (decisions: Decision[]) => void };

const LABEL = { approve: "Approve", edit: "Edit", reject: "Reject" };

/** What langchain's human-in-the-loop middleware asks: a decision for each action, sent together. */
export function Approval({ actions, reviews = [], onDecide }: Props) {
  const [decisions, setDecisions] = useState<(Decision | undefined)[]>(actions.map(() => undefined));

  function decide(index: number, decision: Decision) {
    const changed = decisions.with(index, decision);
    setDecisions(changed);
    if (actions.length === 1) onDecide([decision]);
  }

  return (
    <section className="card" aria-label="Approval">
      {actions.map((action, index) => (
        <ActionDecision
          key={index}
          action={action}
          allowed={reviews[index]?.allowedDecisions ?? ["approve", "reject"]}
          decision={decisions[index]}
          onDecide={(decision) => decide(index, decision)}
        />
      ))}
      {actions.length > 1 && (
        <button
          className="primary"
          disabled={decisions.includes(undefined)}
          onClick={() => onDecide(decisions as Decision[])}
        >
          Send decisions
        </button>
      )}
    </section>
  );
}

type ActionProps = {
  action: Action;
  allowed: Kind[];
  decision?: Decision;
  onDecide: (decision: Decision) => void;
};

function ActionDecision({ action, allowed, decision, onDecide }: ActionProps) {
  const [draft, setDraft] = useState<string>();
  const { name, description } = action;
  const args = decision?.type === "edit" ? decision.editedAction.args : action.args;

  function choose(type: Kind) {
    if (type === "edit") setDraft(JSON.stringify(args, null, 2));
    else onDecide({ type });
  }

  function save(event: FormEvent) {
    event.preventDefault();
    onDecide({ type: "edit", editedAction: { name, args: JSON.parse(draft!) as object } });
    setDraft(undefined);
  }

  return (
    <div className="action" role="group" aria-label={name}>
      <h2>{name}</h2>
      {description && (
        <p>
          <small>{description}</small>
        </p>
      )}
      {draft === undefined ? (
        <>
          <pre>{JSON.stringify(args, null, 2)}</pre>
          <div className="buttons">
            {allowed.map((type) => (
              <button key={type} aria-pressed={decision?.type === type} onClick={() => choose(type)}>
                {LABEL[type]}
              </button>
            ))}
          </div>
        </>
      ) : (
        <form onSubmit={save}>
          <textarea
            aria-label={`Arguments of ${name}`}
            rows={draft.split("\n").length}
            autoFocus
            spellCheck={false}
            value={draft}
            onChange={(event) => setDraft(event.target.value)}
          />
          <div className="buttons">
            <button className="primary" disabled={!isObject(draft)}>
              Save
            </button>
            <button type="button" onClick={() => setDraft(undefined)}>
              Cancel
            </button>
          </div>
        </form>
      )}
    </div>
  );
}

function isObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}
