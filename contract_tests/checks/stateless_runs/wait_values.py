"""Waiting for a stateless run returns its values: the input, followed by the answer.

Why: `runs.wait(None, ...)` has no thread to read the result from: this response is all that the client ever
gets.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/runs.py#L625
"""

from contract_tests.actions.runs import run_body
from contract_tests.actions.threads import message_ids
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("stateless_runs.wait.values", operation="wait_run", tier=2)
def wait_values(ctx: CheckContext) -> None:
    waited = ctx.need(ctx.call("wait_run", body=run_body(ctx)))
    messages = message_ids({"values": waited.json})
    ctx.expect(
        messages[:1] == ["m1"] and len(messages) > 1,
        expected="the message m1, followed by an answer",
        received=expect.shown(messages) if messages else "no messages",
        exchange=waited,
        pointer="/messages",
    )
