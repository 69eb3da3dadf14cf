"""Stateless runs share no state.

Why: Stateless runs serve strangers one after the other. If one reads the messages of another, a user's
answer contains what belongs to somebody else.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/runs.py#L625
"""

from contract_tests.actions.runs import messages_input, run_body
from contract_tests.actions.threads import message_ids
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("stateless_runs.no_shared_state", operation="wait_run", tier=2)
def no_shared_state(ctx: CheckContext) -> None:
    ctx.need(ctx.call("wait_run", body=run_body(ctx, input=messages_input(ctx, "m1"))))
    second = ctx.need(ctx.call("wait_run", body=run_body(ctx, input=messages_input(ctx, "m2"))))
    messages = message_ids({"values": second.json})
    expect.equal(ctx, second, messages[:1], ["m2"], "/messages")
