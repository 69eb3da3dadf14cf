"""After an update of the state, the `values` of the thread, if it has any, are the latest.

Why: Sidebars take their titles from the `values` of found threads, as agent-chat-ui does. If these are older
than the state, a list shows a title that the user has already corrected.
https://github.com/langchain-ai/agent-chat-ui/blob/fdc87e653075/src/components/thread/history/index.tsx#L30
"""

from contract_tests.actions.threads import add_message, message_ids, need_values, read_thread, stateful_thread
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("threads.state.update_thread_values", operation="update_state", tier=2)
def update_thread_values(ctx: CheckContext) -> None:
    thread_id = stateful_thread(ctx, messages=1)["thread_id"]
    add_message(ctx, thread_id, "m2")
    thread = read_thread(ctx, thread_id)
    need_values(ctx, thread)
    expect.equal(ctx, thread, message_ids(thread.json), ["m1", "m2"], "/values/messages")
