"""The stream of a stateless run contains its input first, then the messages that each node adds.

Why: `RemoteGraph` and `runs.stream(None, ...)` build the answer from the updates as they arrive; nothing is
stored that could be read afterwards. An omitted update is lost.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/runs.py#L74
"""

from contract_tests.actions.runs import stream_by_operation
from contract_tests.actions.threads import message_ids
from contract_tests.findings.finding import Blocked
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("stateless_runs.stream.updates", operation="stream_run", tier=2)
def stream_updates(ctx: CheckContext) -> None:
    streamed = stream_by_operation(ctx, stream_mode=["updates", "values"])
    values = [message_ids({"values": event.data}) for event in streamed.named("values")]
    if not values:  # stateless_runs.stream.values checks this
        raise Blocked("the stream of a stateless run has no values", streamed)
    expect.equal(ctx, streamed, values[0], ["m1"], "values")
    returned = [each for event in streamed.named("updates") for each in event.data.values()]
    added = [each for part in returned for each in message_ids({"values": part})]
    expect.equal(ctx, streamed, added, values[-1][1:], "updates")
