"""Runs on one thread execute one at a time, in the order of their creation, unless they request otherwise.

Why: Users write before the answer has arrived, and agent-chat-ui leaves it to the server what happens then.
If runs overlap or change their order, the agent answers the wrong question.
https://github.com/langchain-ai/agent-chat-ui/blob/fdc87e653075/src/components/thread/index.tsx#L217
"""

from contract_tests.actions.resources import create_thread
from contract_tests.actions.runs import (
    finished,
    messages_input,
    pending_run,
    read_run,
    send_run,
    start_run,
)
from contract_tests.actions.threads import message_ids, read_state
from contract_tests.findings.finding import Blocked
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext

ATTEMPTS = 3
"""Number of pairs of runs: two that run at the same time may end in order by chance."""


@check("runs.multitask.enqueue", operation="create_thread_run", tier=2)
def multitask_enqueue(ctx: CheckContext) -> None:
    if ctx.run_context.survey.delays_runs is not False:
        pending = pending_run(ctx)
        expect.status(ctx, send_run(ctx, pending["thread_id"]), 200)
    for _ in range(ATTEMPTS):
        _expect_one_after_the_other(ctx)


def _expect_one_after_the_other(ctx: CheckContext) -> None:
    thread_id = create_thread(ctx)["thread_id"]
    first = ctx.need(start_run(ctx, thread_id, input=messages_input(ctx, "m1"))).json
    following = start_run(ctx, thread_id, input=messages_input(ctx, "m2"))
    expect.status(ctx, following, 200)
    second = finished(ctx, thread_id, following.json["run_id"])
    ended = read_run(ctx, first)
    if second["status"] != "success":
        raise Blocked(f"the second run ends with the status {second['status']}", ended)
    state = read_state(ctx, thread_id)
    messages = message_ids(state.json)
    in_order = messages[:1] == ["m1"] and "m2" in messages[2:]
    ctx.expect(
        in_order and ended.json["status"] == "success",
        expected="the first message, its answer, the second message",
        received=f"the first run {ended.json['status']}, messages {expect.shown(messages)}",
        exchange=state,
        pointer="/values/messages",
    )
