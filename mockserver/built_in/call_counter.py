"""Counter of model calls in a thread, so that a regenerated answer differs from the first."""

from collections.abc import Sequence
from typing import Any

from langchain_core.messages import AIMessage, AnyMessage
from langgraph.runtime import Runtime

from mockserver.built_in import MODEL_CALLS


async def next_call(runtime: Runtime[Any], messages: Sequence[AnyMessage]) -> int:
    """Return the number of the next call. Without a store, count the answers in `messages`."""
    store, thread_id = runtime.store, runtime.execution_info and runtime.execution_info.thread_id
    if store is None or not thread_id:
        return 1 + sum(isinstance(message, AIMessage) for message in messages)
    item = await store.aget(MODEL_CALLS, thread_id)
    number: int = 1 + (item.value["calls"] if item else 0)
    await store.aput(MODEL_CALLS, thread_id, {"calls": number})
    return number
