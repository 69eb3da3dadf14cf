import { useState } from "react";
import { ActionReview } from "./ActionReview";

/** The schema of langchain's human-in-the-loop middleware: what an interrupt asks, and what is answered. */
export type ApprovalRequest = { action_requests: Action[]; review_configs: ReviewConfig[] };
export type Action = { name: string; args: Record<string, unknown>; description?: string };
type ReviewConfig = { action_name: string; allowed_decisions: Decision["type"][] };
export type Decision =
  | { type: "approve" }
  | { type: "edit"; edited_action: { name: string; args: Record<string, unknown> } }
  | { type: "reject"; message: string };

export function isApproval(value: unknown): value is ApprovalRequest {
  return (
    typeof value === "object" && value !== null && "action_requests" in value && "review_configs" in value
  );
}

type Props = { request: ApprovalRequest; onAnswer: (answer: { decisions: Decision[] }) => void };

/** Every action needs a decision; they are sent together, in the order of the actions. */
export function Approval({ request, onAnswer }: Props) {
  const [decisions, setDecisions] = useState<Record<number, Decision>>({});
  const actions = request.action_requests;

  function decide(index: number, decision: Decision) {
    const all = { ...decisions, [index]: decision };
    setDecisions(all);
    if (actions.every((_, each) => each in all)) onAnswer({ decisions: actions.map((_, each) => all[each]) });
  }

  return actions.map((action, index) => (
    <ActionReview
      key={index}
      action={action}
      allowed={
        request.review_configs.find(({ action_name }) => action_name === action.name)?.allowed_decisions
      }
      decided={decisions[index]?.type}
      onDecide={(decision) => decide(index, decision)}
    />
  ));
}
