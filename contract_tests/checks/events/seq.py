"""The id of an event is its number, and numbers increase.

Why: The Python SDK reconnects with the highest number that it has seen. If numbers repeat or decrease, it
receives events twice, or never.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/stream.py#L1675
"""

from itertools import pairwise

from contract_tests.actions.events import seq, told
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial


@rule("events.seq", operation="stream_thread_events", tier=3, feature="event_streaming")
def numbers(trial: Trial) -> None:
    _, heard = told(trial)
    seqs = [seq(event) for event in heard.events]
    trial.expect(
        [event.id for event in heard.events] == [str(each) for each in seqs],
        expected="the number of an event as its id",
        received="another id",
        exchange=heard,
        pointer="id",
    )
    trial.expect(
        all(one < following for one, following in pairwise(seqs)),
        expected="numbers that increase",
        received="a number that does not",
        exchange=heard,
        pointer="seq",
    )
