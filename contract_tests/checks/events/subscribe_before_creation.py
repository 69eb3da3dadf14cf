"""A stream opened before its thread exists receives the events of the first run.

Why: The newer `useStream` chooses the thread's id, and may subscribe before the thread exists. If that stream
stays empty, the first answer of each conversation is missing.
https://github.com/langchain-ai/langgraphjs/blob/f8bdf16d4fe2/libs/sdk/src/stream/controller.ts#L778
"""

from contract_tests.actions.events import LONGEST, ends, start, statuses
from contract_tests.harness import expect
from contract_tests.harness.expect import offered
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial

BODY = {"channels": ["lifecycle"]}


@rule("events.subscribe_before_creation", operation="stream_thread_events", tier=3, feature="event_streaming")
def subscribe_before_creation(trial: Trial) -> None:
    path = {"thread_id": trial.new_id()}
    with trial.reading("stream_thread_events", path=path, body=BODY, at_most=LONGEST) as reader:
        offered(trial, reader.exchange)
        start(trial, path["thread_id"])
        reader.rest(until=ends)
    heard = reader.exchange
    expect.same(trial, heard, statuses(heard.events), ["running", "completed"], "lifecycle")
