"""A run that ends is sent to its `webhook`, with its id, its status and its values.

The webhook is a listener on this machine. A target that does not call it for another kind of run either, or
that refuses its address, is skipped.

Why: Services that start runs in the background wait for the webhook instead of polling. If it is called for
some kinds of runs only, the results of the others never arrive.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/runs.py#L364
"""

from contract_tests.actions.resources import create_thread
from contract_tests.actions.runs import list_runs, start_run
from contract_tests.actions.webhooks import CALL_SECONDS, Listener, webhook_listener
from contract_tests.client.exchange import Exchange
from contract_tests.contract import Json
from contract_tests.findings.finding import Skipped
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext
from contract_tests.operation_groups import STARTING_ON_A_THREAD


@check("runs.webhook", operations=STARTING_ON_A_THREAD, tier=2)
def webhook(ctx: CheckContext) -> None:
    another = "wait_thread_run" if ctx.operation.id == "create_thread_run" else "create_thread_run"
    with webhook_listener(ctx) as listener:
        ctx.shown[listener.url] = "http://127.0.0.1/webhook"
        _, refused, control = _run(ctx, listener, another)
        if not refused.ok:
            raise Skipped("the target refuses a webhook on this machine", refused)
        if control is None:
            raise Skipped("the target calls no webhook on this machine", refused)
        thread_id, started, body = _run(ctx, listener, ctx.operation.id)
    ctx.need(started)
    ctx.expect(
        isinstance(body, dict),
        expected="a call of the webhook",
        received="no call, in contrast to a run in the background",
        exchange=started,
    )
    run = list_runs(ctx, thread_id).json[0]
    expect.equal(ctx, started, body.get("status"), "success", "webhook/status")
    ctx.expect(
        body.get("run_id") == run["run_id"],
        expected="the id of the run",
        received=expect.shown(body["run_id"]) if "run_id" in body else "no such field",
        exchange=started,
        pointer="webhook/run_id",
    )
    ctx.expect(
        bool(body.get("values")),
        expected="the values of the run",
        received=expect.shown(body.get("values")),
        exchange=started,
        pointer="webhook/values",
    )


def _run(ctx: CheckContext, listener: Listener, operation_id: str) -> tuple[str, Exchange, Json]:
    """Run a graph; return its thread, the response, and the body that its webhook was sent."""
    thread_id = create_thread(ctx)["thread_id"]
    started = start_run(ctx, thread_id, operation_id, webhook=listener.url)
    return thread_id, started, listener.body(ctx.patient(CALL_SECONDS)) if started.ok else None
