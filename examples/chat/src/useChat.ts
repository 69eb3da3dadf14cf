/** The conversation: everything that the page asks of the server is asked here. */
import { v4 as uuid } from "@langchain/core/utils/uuid"; // crypto.randomUUID needs https
import type { Interrupt, Message } from "@langchain/langgraph-sdk";
import { useStream } from "@langchain/langgraph-sdk/react";
import { useRef } from "react";
import { apiUrl, assistantId, useThreadId } from "./address";

type State = { messages: Message[] };
type Submission = Parameters<ReturnType<typeof useStream<State>>["submit"]>;

export function useChat() {
  const [threadId, onThreadId] = useThreadId();
  const stream = useStream<State>({
    apiUrl,
    assistantId,
    threadId,
    onThreadId,
    // To fork at a message, the page must know the checkpoint before it. The default of 10 is about 3 turns.
    fetchStateHistory: { limit: 100 },
    // Runs are resumable, go on while the page is away, and are joined again after a reload.
    reconnectOnMount: true,
  });

  const last = useRef<Submission>([null]);
  function submit(...submission: Submission) {
    last.current = submission;
    return stream.submit(...submission);
  }

  /** The id is ours, so that a message which is sent again is not in the thread twice. */
  function say(text: string, before = stream.messages, checkpoint?: Checkpoint) {
    const message: Message = { id: uuid(), type: "human", content: text };
    const optimisticValues = { messages: [...before, message] };
    return submit({ messages: [message] }, { checkpoint, optimisticValues });
  }

  function checkpointBefore(message: Message) {
    return stream.getMessagesMetadata(message)?.firstSeenState?.parent_checkpoint ?? undefined;
  }

  function messagesBefore(message: Message) {
    return stream.messages.slice(0, stream.messages.indexOf(message));
  }

  return {
    stream,
    say: (text: string) => say(text),

    /** Editing and regenerating fork the thread: what was said before stays, in another branch. */
    edit: (message: Message, text: string) => say(text, messagesBefore(message), checkpointBefore(message)),
    regenerate: (message: Message) =>
      submit(undefined, {
        checkpoint: checkpointBefore(message),
        optimisticValues: { messages: messagesBefore(message) },
      }),
    canFork: (message: Message) => !stream.isLoading && checkpointBefore(message) !== undefined,

    /** By the id, since several interrupts may wait for an answer. */
    answer: ({ id }: Interrupt, value: unknown) =>
      submit(undefined, { command: { resume: id ? { [id]: value } : value } }),
    /** Without input, a run goes on where the last one stopped or failed. */
    goOn: () => submit(null),
    retry: () => (stream.messages.length ? submit(...last.current) : location.reload()),

    startAnew: () => {
      last.current = [null];
      stream.switchThread(null);
    },
  };
}

type Checkpoint = NonNullable<Submission[1]>["checkpoint"];
export type ChatStream = ReturnType<typeof useChat>;
