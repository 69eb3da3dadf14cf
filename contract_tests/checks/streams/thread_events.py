"""A thread's stream contains the same events as the stream of its run.

Why: A page that follows a thread shows runs that others have started, such as a cron job or a second tab.
Events that are missing here are missing on that page.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/threads.py#L785
"""

from contract_tests.actions.resources import create_thread
from contract_tests.actions.runs import stream_run
from contract_tests.actions.streams import is_done
from contract_tests.findings.finding import Blocked
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext

MODES = ["updates", "values"]


@check("streams.thread_events", operation="stream_thread", tier=2)
def thread_events(ctx: CheckContext) -> None:
    path = {"thread_id": create_thread(ctx)["thread_id"]}
    with ctx.open_stream("stream_thread", path=path) as reader:
        ctx.need(reader.exchange)
        own = stream_run(ctx, path["thread_id"], stream_mode=MODES)
        reader.read_until(is_done)
    if not own.named(*MODES):
        raise Blocked("the run's stream has no events", own)
    found = [(event.name, event.data) for event in reader.exchange.named(*MODES)]
    expected = [(event.name, event.data) for event in own.named(*MODES)]
    ctx.expect(
        found == expected,
        expected=f"the {len(expected)} events of the run",
        received=expect.sequence_difference(found, expected),
        exchange=reader.exchange,
    )
