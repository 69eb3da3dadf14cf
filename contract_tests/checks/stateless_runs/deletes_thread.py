"""A stateless run leaves no thread behind, unless `on_completion` is `keep`.

Why: Services start thousands of stateless runs a day. If each leaves a thread, the list of conversations
fills with threads that no user has started.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/threads.py#L297
"""

from contract_tests.actions.runs import need_background_runs, run_body, stateless_threads
from contract_tests.findings.finding import Blocked
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext
from contract_tests.harness.polling import eventually
from contract_tests.operation_groups import STARTING_ALONE


@check("stateless_runs.deletes_thread", operations=STARTING_ALONE, tier=2)
def deletes_thread(ctx: CheckContext) -> None:
    if ctx.operation.id == "create_run":
        need_background_runs(ctx)
    kept = run_body(ctx, on_completion="keep", metadata={"colour": "red"})
    ctx.need(ctx.call(ctx.operation.id, body=kept))
    threads = eventually(ctx, lambda: stateless_threads(ctx, "red"), lambda it: bool(it.json))
    if not threads.json:
        raise Blocked("a run's thread is not found by the run's metadata when it is kept", threads)
    other_threads = stateless_threads(ctx, "blue")
    if other_threads.json:
        raise Blocked("a search by metadata also finds others", other_threads)
    response = ctx.need(ctx.call(ctx.operation.id, body=run_body(ctx, metadata={"colour": "blue"})))
    remaining = eventually(ctx, lambda: stateless_threads(ctx, "blue"), lambda it: not it.json)
    expect.equal(ctx, response, len(remaining.json), 0)
