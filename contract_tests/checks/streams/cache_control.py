"""A stream has a `Cache-Control` of `no-store` or `no-cache`.

Why: Browsers and proxies may keep the response to a GET. A page that joins a run again would then see the
events of the first time, and none of the new ones.
https://github.com/langchain-ai/langgraphjs/blob/f8bdf16d4fe2/libs/sdk/src/client/base.ts#L426
"""

from contract_tests.actions.cors import listed
from contract_tests.actions.resources import create_thread
from contract_tests.actions.runs import stream_run
from contract_tests.findings.finding import Blocked
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext

UNCACHED = frozenset({"no-store", "no-cache"})


@check("streams.cache_control", operation="join_thread_run_stream", tier=2, level="should")
def cache_control(ctx: CheckContext) -> None:
    thread_id = create_thread(ctx)["thread_id"]
    started = stream_run(ctx, thread_id)
    run_id = started.headers.get("content-location", "").rpartition("/")[2]
    if not run_id:
        raise Blocked("the stream does not name its run", started)
    joined = ctx.need(ctx.call("join_thread_run_stream", path={"thread_id": thread_id, "run_id": run_id}))
    ctx.expect(
        bool(listed(joined, "cache-control") & UNCACHED),
        expected="no-store or no-cache",
        received=joined.headers.get("cache-control", "no such header"),
        exchange=joined,
        pointer="Cache-Control",
    )
