/** The conversation: everything that the page asks of the server is asked here. */
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
    const message: Message = { id: crypto.randomUUID(), type: "human", content: text };
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

    /** Both fork the thread: what was said before stays in another branch. */
    edit: (message: Message, text: string) => say(text, messagesBefore(message), checkpointBefore(message)),
    regenerate: (message: Message) =>
      submit(undefined, {
        checkpoint: checkpointBefore(message),
        optimisticValues: { messages: messagesBefore(message) },
      }),
    canFork: (message: Message) => !stream.isLoading && checkpointBefore(message) !== undefined,

    answer: ({ id }: Interrupt, value: unknown) =>
      submit(undefined, { command: { resume: id ? { [id]: value } : value } }),
    /** A run that was stopped, or that failed before a reload, goes on where it was. */
    goOn: () => submit(null),
    retry: () => (stream.messages.length ? submit(...last.current) : location.reload()),
  };
}

type Checkpoint = NonNullable<Submission[1]>["checkpoint"];
export type ChatStream = ReturnType<typeof useChat>;
