import type { Message } from "@langchain/langgraph-sdk";
import type { ChatStream } from "./useChat";

type Props = { message: Message; chat: ChatStream };

/** An edited message and an answer made again have versions: this shows one, and leads to the others. */
export function Branches({ message, chat: { stream } }: Props) {
  const { branch, branchOptions = [] } = stream.getMessagesMetadata(message) ?? {};
  if (!branch || branchOptions.length < 2) return null;

  const shown = branchOptions.indexOf(branch);
  const show = (index: number) => () => stream.setBranch(branchOptions[index]);
  return (
    <span className="branches" role="group" aria-label="Versions">
      <button
        aria-label="Previous version"
        disabled={stream.isLoading || shown === 0}
        onClick={show(shown - 1)}
      >
        ‹
      </button>
      <span>
        {shown + 1} / {branchOptions.length}
      </span>
      <button
        aria-label="Next version"
        disabled={stream.isLoading || shown === branchOptions.length - 1}
        onClick={show(shown + 1)}
      >
        ›
      </button>
    </span>
  );
}
