import type { Interrupt } from "@langchain/langgraph-sdk";
import { Approval, isApproval } from "./Approval";
import { Question } from "./Question";
import type { ChatStream } from "./useChat";

type Props = { interrupt: Interrupt; chat: ChatStream };

export function InterruptCard({ interrupt, chat }: Props) {
  const answer = (value: unknown) => chat.answer(interrupt, value);

  if (isApproval(interrupt.value)) return <Approval request={interrupt.value} onAnswer={answer} />;
  if (interrupt.value !== undefined) return <Question value={interrupt.value} onAnswer={answer} />;
  return (
    <section className="card" aria-label="Paused">
      <p>The run is paused.</p>
      <div className="choices">
        <button onClick={chat.goOn}>Go on</button>
      </div>
    </section>
  );
}
