"""A stateless run leaves no thread behind, unless `on_completion` is `keep`.

Why: Services start thousands of stateless runs a day. If each leaves a thread, the list of conversations
fills with threads that no user has started.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/threads.py#L297
"""

from contract_tests.actions.runs import (
    kept_thread_id,
    named_thread_id,
    need_background_runs,
    run_body,
    stateless_threads,
)
from contract_tests.findings.finding import Blocked
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext
from contract_tests.harness.polling import eventually
from contract_tests.operation_groups import STARTING_ALONE

RED, BLUE = {"colour": "red"}, {"colour": "blue"}


@check("stateless_runs.deletes_thread", operations=STARTING_ALONE, tier=2)
def deletes_thread(ctx: CheckContext) -> None:
    if ctx.operation.id == "create_run":
        need_background_runs(ctx)
    kept = ctx.need(ctx.call(ctx.operation.id, body=run_body(ctx, on_completion="keep", metadata=RED)))
    path = {"thread_id": kept_thread_id(ctx, kept, RED["colour"])}
    control = eventually(ctx, lambda: ctx.call("get_thread", path=path), lambda it: it.ok)
    if not control.ok:
        raise Blocked("the thread of a stateless run is not found even if it is kept", control)
    if named_thread_id(kept) is None and stateless_threads(ctx, BLUE["colour"]).json:
        raise Blocked("a search by metadata also finds others", ctx.exchanges[-1])
    started = ctx.need(ctx.call(ctx.operation.id, body=run_body(ctx, metadata=BLUE)))
    if thread_id := named_thread_id(started):
        path = {"thread_id": thread_id}
        thread = eventually(ctx, lambda: ctx.call("get_thread", path=path), lambda it: not it.ok)
        expect.status(ctx, thread, 404)
        return
    if named_thread_id(kept) is not None:
        raise Blocked("only the response to a run that keeps its thread names it", started)
    remaining = eventually(ctx, lambda: stateless_threads(ctx, BLUE["colour"]), lambda it: not it.json)
    expect.equal(ctx, started, len(remaining.json), 0)
