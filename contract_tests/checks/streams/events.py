"""Mode `events` streams a start and an end for each part of the graph, with the model's tokens in between.

Why: CopilotKit's adapter and agent-inbox use the mode `events`. If an end is missing, a step on the page
never finishes; if the tokens are missing, no text appears.
https://github.com/ag-ui-protocol/ag-ui/blob/821b8c227c6f/integrations/langgraph/typescript/src/agent.ts#L930
"""

from contract_tests.actions.resources import create_thread
from contract_tests.actions.runs import stream_run
from contract_tests.actions.streams import ended_early
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("streams.events", operation="stream_thread_run", tier=2)
def events(ctx: CheckContext) -> None:
    streamed = stream_run(ctx, create_thread(ctx)["thread_id"], stream_mode=["events"])
    traced = [event.data for event in streamed.named("events")]
    kinds = [each["event"] for each in traced]
    expect.equal(ctx, streamed, [kinds[:1], kinds[-1:]], [["on_chain_start"], ["on_chain_end"]], "events")
    started_ids = sorted(each["run_id"] for each in traced if each["event"].endswith("_start"))
    ended = sorted(each["run_id"] for each in traced if each["event"].endswith("_end"))
    ctx.expect(
        started_ids == ended,
        expected=f"an end of each of the {len(started_ids)} parts",
        received=expect.unpaired(started_ids, ended, "part"),
        exchange=streamed,
        pointer="events",
    )
    once = len({*started_ids})
    expect.equal(ctx, streamed, f"{len(started_ids)} starts", f"{once} starts", "events")
    bounds = [each for each in traced if each["event"].endswith(("_start", "_end"))]
    early = ended_early((each["run_id"], each["event"].endswith("_end")) for each in bounds)
    expect.equal(
        ctx, streamed, f"{early} parts end before they start", "0 parts end before they start", "events"
    )
