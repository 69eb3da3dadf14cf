"""All readers of a run receive the same events with the same ids, in the same order.

Why: Two tabs, or a tab that reconnects, show one conversation. If ids differ between readers, resuming with
one of them skips or repeats events.
https://github.com/langchain-ai/langgraphjs/blob/f8bdf16d4fe2/libs/sdk/src/utils/stream.ts#L231
"""

from contract_tests.actions.runs import followed
from contract_tests.actions.streams import heard
from contract_tests.findings.finding import NotTestable
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial

MODES = ["values", "updates", "messages-tuple"]


@rule("streams.two_readers", operation="join_thread_run_stream", tier=2)
def two_readers(trial: Trial) -> None:
    asked = {"stream_mode": MODES, "stream_resumable": True}
    with followed(trial, readers=2, **asked) as (_, (first, second)):
        one = heard(first.rest())
        two = heard(second.rest())
    if not one:
        raise NotTestable("joining a pending run streams no events", first.exchange)
    trial.expect(
        one == two,
        expected="the events of the other client",
        received="others" if two else "none",
        exchange=second.exchange,
    )
