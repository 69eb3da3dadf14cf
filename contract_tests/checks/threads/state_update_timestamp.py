"""An update of the state sets a later `state_updated_at`.

Why: Lists by last activity sort by `state_updated_at`. Otherwise, a thread whose state was edited stays at
its old position.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/threads.py#L297
"""

from time import sleep

from contract_tests.actions.threads import add_message, instant, read_thread, stateful_thread
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext

PAUSES = (0.0, 0.1, 1.1)
"""Seconds to wait before each update. Clocks differ in resolution."""


@check("threads.state.update_timestamp", operation="update_state", tier=2)
def update_timestamp(ctx: CheckContext) -> None:
    thread_id = stateful_thread(ctx, messages=1)["thread_id"]
    before = read_thread(ctx, thread_id)
    ctx.expect(
        "state_updated_at" in before.json,
        expected="the time of the last change of the state",
        received="no such field",
        exchange=before,
        pointer="/state_updated_at",
    )
    for number, pause in enumerate(PAUSES, 2):
        sleep(pause)
        add_message(ctx, thread_id, f"m{number}")
        after = read_thread(ctx, thread_id)
        one, following = (instant(each.json, "state_updated_at") for each in (before, after))
        if following > one:
            return
    ctx.expect(
        False,
        expected="a later time than before the update",
        received=expect.not_later(
            instant(after.json, "state_updated_at"), instant(before.json, "state_updated_at")
        ),
        exchange=after,
        pointer="/state_updated_at",
    )
