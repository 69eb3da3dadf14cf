"""A run that ends is sent to its `webhook`, with its id and its status, and on a thread with its values.

The webhook is a listener on this machine. A target that does not call it for another kind of run either, or
that refuses its address, is skipped. The values of a stateless run may be null, because nothing stores them.

Why: Services that start runs in the background wait for the webhook instead of polling. If it is called for
some kinds of runs only, the results of the others never arrive.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/runs.py#L364
"""

from contract_tests.actions.resources import create_thread
from contract_tests.actions.runs import created_by_operation, start_by_operation, start_run
from contract_tests.actions.webhooks import CALL_SECONDS, Listener, webhook_listener
from contract_tests.client.exchange import Exchange
from contract_tests.contract import Json
from contract_tests.findings.finding import Skipped
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext
from contract_tests.operation_groups import CREATING_ALONE, STARTING, STARTING_BATCHES


@check("runs.webhook", operations=STARTING | STARTING_BATCHES, tier=2)
def webhook(ctx: CheckContext) -> None:
    with webhook_listener(ctx) as listener:
        ctx.shown[listener.url] = "http://127.0.0.1/webhook"
        refused, control = _control(ctx, listener)
        if not refused.ok:
            raise Skipped("the target refuses a webhook on this machine", refused)
        if control is None:
            raise Skipped("the target calls no webhook on this machine", refused)
        started = ctx.need(start_by_operation(ctx, webhook=listener.url))
        body = listener.body(ctx.patient(CALL_SECONDS))
    ctx.expect(
        isinstance(body, dict),
        expected="a call of the webhook",
        received=f"no call; a run by {_name(ctx, refused)} called its webhook",
        exchange=started,
    )
    expect.equal(ctx, started, body.get("status"), "success", "webhook/status")
    ctx.expect(
        body.get("run_id") == _run_id(started),
        expected="the id of the run",
        received=expect.shown(body["run_id"]) if "run_id" in body else "no such field",
        exchange=started,
        pointer="webhook/run_id",
    )
    ctx.expect(
        bool(body.get("values")) or "{thread_id}" not in ctx.operation.path,
        expected="the values of the run",
        received=expect.shown(body.get("values")),
        exchange=started,
        pointer="webhook/values",
    )


def _control(ctx: CheckContext, listener: Listener) -> tuple[Exchange, Json]:
    """Run a graph by another operation; return the response, and the body that its webhook was sent."""
    another = "wait_thread_run" if ctx.operation.id == "create_thread_run" else "create_thread_run"
    started = start_run(ctx, create_thread(ctx)["thread_id"], another, webhook=listener.url)
    silent = ctx.run_context.without_webhooks
    if not started.ok or another in silent:
        return started, None
    body = listener.body(ctx.patient(CALL_SECONDS))
    if body is None:
        silent.add(another)
    return started, body


def _name(ctx: CheckContext, exchange: Exchange) -> str:
    return str(ctx.run_context.contract.by_id[exchange.operation_id or ""])


def _run_id(started: Exchange) -> str:
    """Return the id of the started run: from the body of its creation, or from `Content-Location`."""
    if started.operation_id in {"create_thread_run", *CREATING_ALONE}:
        return str(created_by_operation(started)["run_id"])
    location: str = started.headers.get("content-location", "")
    return location.rpartition("/")[2]
