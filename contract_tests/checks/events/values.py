"""The last `values` event of a run has the values of the thread's state.

Why: `useStream` treats the last values as the truth, and corrects the streamed text by them. If they differ
from the state, the page changes at the next load.
https://github.com/langchain-ai/langgraphjs/blob/f8bdf16d4fe2/libs/sdk/src/stream/message-reconciliation.ts#L65
"""

from contract_tests.actions.events import at_the_top, data, told
from contract_tests.actions.streams import contents
from contract_tests.actions.threads import read_state
from contract_tests.harness import expect
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial


@rule("events.values", operation="stream_thread_events", tier=3, feature="event_streaming")
def values(trial: Trial) -> None:
    thread_id, heard = told(trial)
    last = at_the_top(heard.events, "values")[-1:]
    messages = contents(data(last[0])) if last else {}
    state = read_state(trial, thread_id)
    expect.alike(
        trial, heard, messages, contents(state.json["values"]), what="the state's messages", pointer="values"
    )
