"""Resuming a thread's stream with `Last-Event-ID` streams exactly the missed events.

Why: Both SDKs reconnect automatically with the id of the last event. A missing event leaves a gap in the
text; a repeated one doubles a word, without any error.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/threads.py#L785
"""

from contract_tests.actions.resources import create_thread
from contract_tests.actions.runs import stream
from contract_tests.actions.streams import cut, heard, is_done, since
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial


@rule("streams.thread_resume", operation="stream_thread", tier=2)
def thread_resume(trial: Trial) -> None:
    path = {"thread_id": create_thread(trial)["thread_id"]}
    with trial.reading("stream_thread", path=path) as reader:
        trial.need(reader.exchange)
        stream(trial, path["thread_id"], stream_resumable=True)
        reader.rest(is_done)
    last, missed = cut(reader.exchange)
    again = trial.stream("stream_thread", path=path, headers=since(last), until=is_done)
    trial.expect(
        heard(again.events) == heard(missed),
        expected=f"the {len(missed)} events after it",
        received=f"{len(again.events)} events, or different ones",
        exchange=again,
    )
