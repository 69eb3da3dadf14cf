import type { BaseMessage } from "@langchain/core/messages";
import type { Stream } from "./Chat";

/**
 * Where a run begins that shall not know the message: at the nearest ancestor of the state that is without it.
 * `useMessageMetadata` tells it of servers that send checkpoints as events; the history tells it of all.
 */
export async function checkpointBefore({ id }: BaseMessage, { client, threadId }: Stream) {
  const asked = client.threads.getHistory<{ messages?: BaseMessage[] }>(threadId!, { limit: 1000 });
  const history = await asked.catch(() => []); // the first run was refused, so there is no thread
  const states = new Map(history.map((state) => [state.checkpoint.checkpoint_id, state]));
  let state = history.at(0);
  while (state?.values.messages?.some((message) => message.id === id))
    state = states.get(state.parent_checkpoint?.checkpoint_id);
  return state?.checkpoint.checkpoint_id ?? undefined;
}
