"""A graph's output is streamed while it is written; the first piece arrives before the run ends.

Why: A chat that shows its text only at the end feels broken, and users complain about it. One buffer, in
the server or in front of it, is enough to cause this.
https://github.com/langchain-ai/agent-chat-ui/issues/182
"""

from contract_tests.actions.resources import create_thread
from contract_tests.actions.runs import list_runs, run_body, run_statuses, slow_inputs
from contract_tests.actions.streams import no_tokens
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext

MIN_EVENTS = 2


@check("streams.incremental", operation="stream_thread_run", tier=1)
def incremental(ctx: CheckContext) -> None:
    for slowly in slow_inputs(ctx):
        path = {"thread_id": create_thread(ctx)["thread_id"]}
        body = run_body(ctx, assistant_id=ctx.graph_for("slow"), input=slowly, stream_mode=["messages-tuple"])
        with ctx.open_stream("stream_thread_run", path=path, body=body) as reader:
            reader.read_until(until=lambda event: event.name == "messages")
            seen = run_statuses(list_runs(ctx, path["thread_id"]))
            reader.read_until()
        if len(reader.exchange.named("messages")) < MIN_EVENTS:
            raise no_tokens(ctx, reader.exchange, "slow")
        if seen == ["running"]:
            return
    expect.equal(ctx, reader.exchange, seen, ["running"])
