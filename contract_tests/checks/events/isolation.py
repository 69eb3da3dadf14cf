"""The event stream of another owner's thread sends no events.

Why: Thread ids are part of page URLs. A stream that does not check the owner of the thread lets a stranger
read along.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/stream.py#L1708
"""

from contract_tests.actions.events import SILENCE, hear, told
from contract_tests.harness import expect
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial


@rule(
    "events.isolation",
    operation="stream_thread_events",
    tier=3,
    feature="event_streaming",
    identities=2,
)
def isolation(trial: Trial) -> None:
    thread_id, _ = told(trial)
    heard = hear(trial, thread_id, other=True, at_most=SILENCE)
    expect.same(trial, heard, len(heard.events), 0)
