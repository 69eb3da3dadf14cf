"""Values of any JSON type reach the state unchanged through the input of a run, and are returned unchanged.

They are in `additional_kwargs` of a message. A run that is waited for or streamed returns them, too.

Why: Pages keep what belongs to a message, such as attachments and settings, inside it. A page reads it from
the last `values` event or from the state, and shows what it reads.
https://github.com/langchain-ai/agent-chat-ui/blob/fdc87e653075/src/components/thread/index.tsx#L213
"""

from contract_tests.actions.json_values import JSON_VALUES, expect_kept
from contract_tests.actions.resources import create_thread
from contract_tests.actions.runs import finished, start_run, stream_by_operation
from contract_tests.actions.threads import human_message, read_state
from contract_tests.client.exchange import Exchange
from contract_tests.contract import Json
from contract_tests.findings.finding import Blocked
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext
from contract_tests.operation_groups import STARTING_ON_A_THREAD, STREAMING_RUNS


@check("runs.state.json_values", operations=STARTING_ON_A_THREAD, tier=2)
def json_values(ctx: CheckContext) -> None:
    message = {**human_message("m1"), "additional_kwargs": dict(JSON_VALUES)}
    exchange, values = _run(ctx, {"messages": [message]})
    messages = values.get("messages") or [{}]
    expect_kept(ctx, exchange, messages[0].get("additional_kwargs"), "/messages/*/additional_kwargs")


def _run(ctx: CheckContext, input_: Json) -> tuple[Exchange, Json]:
    """Run the graph through the operation under test; return where the values are read, and the values."""
    if ctx.operation.id in STREAMING_RUNS:
        streamed = stream_by_operation(ctx, input=input_)
        values = streamed.named("values")
        if not values:
            raise Blocked("the stream of a run has no values", streamed)
        return streamed, values[-1].data
    thread_id = create_thread(ctx)["thread_id"]
    response = ctx.need(start_run(ctx, thread_id, ctx.operation.id, input=input_))
    if ctx.operation.id != "create_thread_run":
        return response, response.json
    finished(ctx, thread_id, response.json["run_id"])
    state = read_state(ctx, thread_id)
    return state, state.json["values"]
