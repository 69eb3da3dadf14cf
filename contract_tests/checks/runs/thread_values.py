"""A thread's `values`, if present, are those of its latest state after a run has ended.

Why: agent-chat-ui takes the titles of its sidebar from `values.messages`, and deep-agents-ui those of its
list. Old values show an old conversation; missing ones show bare ids.
https://github.com/langchain-ai/agent-chat-ui/blob/fdc87e653075/src/components/thread/history/index.tsx#L30
"""

from contract_tests.actions.runs import run_to_success
from contract_tests.actions.threads import message_ids, need_values, read_state, read_thread
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("runs.thread.values", operation="create_thread_run", tier=2)
def thread_values(ctx: CheckContext) -> None:
    thread_id = run_to_success(ctx)["thread_id"]
    thread = read_thread(ctx, thread_id)
    need_values(ctx, thread)
    expected = message_ids(read_state(ctx, thread_id).json)
    found = message_ids(thread.json)
    ctx.expect(
        found == expected,
        expected=f"the {len(expected)} messages of the state",
        received=expect.sequence_difference(found, expected, "message"),
        exchange=thread,
        pointer="/values/messages",
    )
