/** How often the model was called in a thread, so that an answer which is made again differs. */

import { AIMessage } from "@langchain/core/messages";

const MODEL_CALLS = ["mock", "model_calls"];

/** Its number. Without a store, as if only the answers that are there had been made. */
export async function nextCall({ store, configurable }, messages) {
  const thread = configurable?.thread_id;
  if (!store || !thread) return 1 + messages.filter(AIMessage.isInstance).length;
  const item = await store.get(MODEL_CALLS, thread);
  const number = 1 + (item?.value.calls ?? 0);
  await store.put(MODEL_CALLS, thread, { calls: number });
  return number;
}
