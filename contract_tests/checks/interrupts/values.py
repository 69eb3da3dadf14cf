"""An interrupt is streamed as `__interrupt__` in the last values.

Why: `useStream` takes the question from `values.__interrupt__`, and agent-chat-ui draws its buttons from it.
Without it, the page just stops until it is reloaded.
https://github.com/langchain-ai/langgraphjs/blob/f8bdf16d4fe2/libs/sdk/src/ui/interrupts.ts#L52
"""

from contract_tests.actions.interrupts import ASKED, asked_in, ids
from contract_tests.actions.resources import create_thread
from contract_tests.actions.runs import stream
from contract_tests.actions.threads import read_state
from contract_tests.harness import expect
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial


@rule("interrupts.values", operation="stream_thread_run", tier=1)
def values(trial: Trial) -> None:
    thread_id = create_thread(trial)["thread_id"]
    streamed = stream(trial, thread_id, assistant_id=trial.graph_for("hitl"), stream_mode=["values"])
    asked = asked_in(read_state(trial, thread_id))
    last = [event.data for event in streamed.named("values")][-1:]
    found = [ids(data.get("__interrupt__")) for data in last]
    expect.alike(trial, streamed, found, [asked], what=ASKED, pointer="values/__interrupt__")
