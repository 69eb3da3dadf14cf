"""A cron starts runs on schedule, with its input and its metadata.

The schedule has a field for seconds, which servers may not support, so that the check takes less than a
minute. It matches only the next minutes: if the check is killed, the cron starts no further runs.

Why: This is the purpose of a cron. If the input or the metadata is lost, the agent runs, but does not know
what for.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/cron.py#L179
"""

from datetime import UTC

from contract_tests.actions import crons
from contract_tests.actions.resources import create_thread
from contract_tests.actions.threads import instant
from contract_tests.client.exchange import INVALID_STATUSES, Exchange
from contract_tests.findings.finding import Skipped
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext
from contract_tests.harness.expect import offered
from contract_tests.harness.polling import eventually

NO_SECONDS = "the target does not support schedules with seconds"

INPUT = {"messages": [{"type": "human", "content": "hello"}]}


@check("crons.runs_on_schedule", operations=("create_cron", "create_thread_cron"), tier=3, feature="crons")
def runs_on_schedule(ctx: CheckContext) -> None:
    client = create_thread(ctx, metadata={"of": "the client"})
    thread, now = {"thread_id": client["thread_id"]}, instant(client, "created_at").astimezone(UTC)
    on_thread = ctx.operation.id == "create_thread_cron"
    place = thread if on_thread else {"on_run_completed": "keep"}
    schedule = crons.each_second(ctx, now)
    created = crons.create_by_operation(ctx, schedule=schedule, enabled=True, input=INPUT, **place)
    if created.status in INVALID_STATUSES:
        offered(ctx, crons.create_by_operation(ctx, input=INPUT, **place))
        raise Skipped(NO_SECONDS, created)
    cron = offered(ctx, created).json
    if not crons.is_soon(cron, now):
        raise Skipped(NO_SECONDS, created)

    def look() -> Exchange:
        if on_thread:
            return ctx.need(ctx.call("list_thread_runs", path=thread))
        return ctx.need(ctx.call("search_threads", body={"metadata": ctx.mark}))

    many = 1 if on_thread else 2  # the search also finds the thread that the check created
    runs = eventually(ctx, look, lambda seen: len(seen.json) >= many)
    ctx.need(ctx.call("delete_cron", path={"cron_id": cron["cron_id"]}))
    ctx.expect(len(runs.json) >= many, expected="a run of the cron", received="no run in time", exchange=runs)
    look()  # registers runs and threads created since then for cleanup
