"""A thread's stream with `stream_modes=lifecycle` has only the start and end of each run.

Why: A list of conversations follows each thread to show which ones are running. With all events of the runs,
ten open threads transfer ten conversations that nobody sees.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/threads.py#L785
"""

from contract_tests.actions.resources import create_thread
from contract_tests.actions.runs import stream_run
from contract_tests.actions.streams import is_done
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("streams.thread_modes", operation="stream_thread", tier=2, level="should")
def thread_modes(ctx: CheckContext) -> None:
    path = {"thread_id": create_thread(ctx)["thread_id"]}
    with ctx.open_stream("stream_thread", path=path, query={"stream_modes": "lifecycle"}) as reader:
        ctx.need(reader.exchange)
        stream_run(ctx, path["thread_id"])
        reader.read_until(is_done)
    names = [event.name for event in reader.exchange.events]
    expect.equal(ctx, reader.exchange, names, ["metadata", "metadata"])
