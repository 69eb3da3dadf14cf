"""The history of several runs is sorted newest state first.

Why: `useStream` builds branches from the history, by `parent_checkpoint`. In another order the page shows an
earlier conversation as the current one.
https://github.com/langchain-ai/langgraphjs/blob/f8bdf16d4fe2/libs/sdk/src/ui/branching.ts#L36
"""

from contract_tests.actions.runs import messages_input, run_to_success
from contract_tests.actions.threads import message_ids, read_all
from contract_tests.findings.finding import Blocked
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext
from contract_tests.operation_groups import HISTORY

RUNS = ("m1", "m2")


@check("threads.history.order_of_runs", operations=HISTORY, tier=1)
def order_of_runs(ctx: CheckContext) -> None:
    thread_id = run_to_success(ctx, input=messages_input(ctx, RUNS[0]))["thread_id"]
    run_to_success(ctx, thread_id, input=messages_input(ctx, RUNS[1]))
    history = read_all(ctx, thread_id, ctx.operation.id)
    states = [state for state in history.json if message_ids(state)]
    if len(states) < len(RUNS):
        raise Blocked("the history of two runs has fewer than two states with messages", history)
    # The newest message tells the run of a state, also if the second run does not continue the first.
    newest = [max((each for each in RUNS if each in message_ids(state)), default="") for state in states]
    expect.equal(ctx, history, [newest[0], newest[-1]], [RUNS[1], RUNS[0]], "/*/values/messages")
    expect.equal(ctx, history, newest, sorted(newest, reverse=True), "/*/values/messages")
