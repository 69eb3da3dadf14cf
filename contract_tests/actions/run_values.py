"""Values of a run with one message that keeps any JSON."""

from collections.abc import Mapping

from contract_tests.actions.resources import create_thread
from contract_tests.actions.runs import finished, start_run, stream_by_operation
from contract_tests.actions.threads import human_message, read_state
from contract_tests.client.exchange import Exchange
from contract_tests.contract import Json
from contract_tests.findings.finding import Blocked, RequirementNotMet
from contract_tests.harness import expect
from contract_tests.harness.check_context import CheckContext
from contract_tests.operation_groups import STREAMING_RUNS

ERROR = "__error__"
"""Field of the values that a client receives who waits for a run that fails."""

IN_MESSAGE = "/messages/*/additional_kwargs"
"""Place of the given values in the values of a run."""


def kept_in_message(ctx: CheckContext, given: Mapping[str, Json]) -> tuple[Exchange, Json]:
    """Run the graph through the operation under test with these values in `additional_kwargs` of its message.

    Return where the message is read, and the `additional_kwargs` that it has there.

    Raises:
        RequirementNotMet: the run fails.
        Blocked: the run succeeds, but there is no message.

    """
    message = {**human_message("m1"), "additional_kwargs": dict(given)}
    read, values = _run(ctx, {"messages": [message]})
    messages = values.get("messages") if isinstance(values, Mapping) else None
    if not messages:
        raise Blocked("the values of the run have no messages", read)
    return read, messages[0].get("additional_kwargs")


def _run(ctx: CheckContext, input_: Json) -> tuple[Exchange, Json]:
    """Run the graph through the operation under test; return where the values are read, and the values."""
    if ctx.operation.id in STREAMING_RUNS:
        streamed = stream_by_operation(ctx, input=input_)
        for event in streamed.named("error"):
            _fail(event.data, streamed, "error")
        values = streamed.named("values")
        if not values:
            raise Blocked("the stream of a run has no values", streamed)
        return streamed, values[-1].data
    thread_id = create_thread(ctx)["thread_id"]
    response = ctx.need(start_run(ctx, thread_id, ctx.operation.id, input=input_))
    if ctx.operation.id != "create_thread_run":
        if ERROR in response.json:
            _fail(response.json[ERROR], response, f"/{ERROR}")
        return response, response.json
    run = finished(ctx, thread_id, response.json["run_id"])
    if run["status"] == "error":
        _fail(run["status"], ctx.exchanges[-1], "/status")
    state = read_state(ctx, thread_id)
    return state, state.json["values"]


def _fail(error: Json, exchange: Exchange, pointer: str) -> None:
    raise RequirementNotMet("a run that succeeds", f"a failed run: {expect.shown(error)}", exchange, pointer)
