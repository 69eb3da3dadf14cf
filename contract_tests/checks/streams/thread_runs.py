"""A thread's stream marks the beginning and end of each run, in order, and stays open.

Why: A page that follows a thread separates its runs by where they begin and end. If the stream ends with a
run, the next one is missed.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/threads.py#L785
"""

from contract_tests.actions.resources import create_thread
from contract_tests.actions.runs import need_background_runs, start_run
from contract_tests.actions.streams import is_done, run_ids
from contract_tests.contract import Json
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("streams.thread_runs", operation="stream_thread", tier=2)
def thread_runs(ctx: CheckContext) -> None:
    need_background_runs(ctx)
    path = {"thread_id": create_thread(ctx)["thread_id"]}
    with ctx.open_stream("stream_thread", path=path) as reader:
        ctx.need(reader.exchange)
        runs = [ctx.need(start_run(ctx, path["thread_id"])).json["run_id"] for _ in range(2)]
        received = [*reader.read_until(is_done), *reader.read_until(is_done)]
    started_ids, ended_ids = run_ids(received)
    ctx.expect(
        started_ids == ended_ids == runs,
        expected="the start and the end of runs 1 and 2",
        received=f"the start of {_numbers(started_ids, runs)}, the end of {_numbers(ended_ids, runs)}",
        exchange=reader.exchange,
        pointer="metadata",
    )
    expect.equal(ctx, reader.exchange, reader.exchange.is_complete, False)


def _numbers(run_ids: list[Json], runs: list[Json]) -> str:
    """Return the runs by number; `?` is a run that the check did not start."""
    return " and ".join(str(runs.index(each) + 1) if each in runs else "?" for each in run_ids) or "[]"
