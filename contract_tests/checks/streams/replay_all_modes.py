"""Joining a resumable run from its start streams the same events as its own stream, in all modes.

Why: `useStream` joins again after a reload, with the modes of the first request. An event that is missing,
repeated or in another place the second time gives a page with other tokens, steps or progress than before.
https://github.com/langchain-ai/langgraphjs/blob/f8bdf16d4fe2/libs/sdk/src/react/stream.lgp.tsx#L679
"""

from collections.abc import Iterator
from contextlib import suppress

from contract_tests.actions.runs import SHORTLY, messages_input
from contract_tests.actions.streams import (
    MODE_EVENTS,
    event_tuples,
    join,
    last_event_id,
    resumable_by_operation,
)
from contract_tests.contract import Json
from contract_tests.findings.finding import Skipped
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext
from contract_tests.operation_groups import STREAMING_RUNS

MODES = ["checkpoints", "custom", "debug", "events", "messages-tuple", "tasks", "updates", "values"]
"""All modes but `messages`: a server may omit its events, named `messages/partial`, for a joining client."""


@check("streams.replay_all_modes", operations=STREAMING_RUNS, tier=2)
def replay_all_modes(ctx: CheckContext) -> None:
    for body in _bodies(ctx):
        path, whole = resumable_by_operation(ctx, **body)
        joined = join(ctx, path, headers=last_event_id("-1"))
        found, expected = (event_tuples(each.named(*MODE_EVENTS)) for each in (joined, whole))
        ctx.expect(
            found == expected,
            expected=f"all {len(expected)} events of the modes",
            received=expect.sequence_difference(found, expected),
            exchange=joined,
        )


def _bodies(ctx: CheckContext) -> Iterator[dict[str, Json]]:
    """Yield a run with tokens and, if the target has the graph, a run that streams its progress."""
    yield {"stream_mode": MODES}
    with suppress(Skipped):
        slow = ctx.graph_for("slow")
        yield {"assistant_id": slow, "input": {**messages_input(ctx, "m1"), **SHORTLY}, "stream_mode": MODES}
