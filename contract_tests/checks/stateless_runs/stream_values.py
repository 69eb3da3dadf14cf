"""The stream of a stateless run ends with its values: the input, followed by the answer.

Why: `runs.stream(None, ...)` has no thread to read the result from: the last values of the stream are all
that the client ever gets.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/runs.py#L74
"""

from contract_tests.actions.runs import run_body
from contract_tests.actions.threads import message_ids
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("stateless_runs.stream.values", operation="stream_run", tier=1)
def stream_values(ctx: CheckContext) -> None:
    streamed = ctx.stream("stream_run", body=run_body(ctx))
    ctx.need(streamed)
    last = [event.data for event in streamed.named("values")][-1:]
    messages = message_ids({"values": last[0]}) if last else []
    expect.equal(ctx, streamed, [messages[:1], len(messages) > 1], [["m1"], True], "values")
