"""An interrupt is streamed as a separate `__interrupt__` update.

Why: `RemoteGraph` passes on the questions of a remote graph by `__interrupt__` among the updates. Without it,
the outer graph continues as if there had been no question.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/langgraph/langgraph/pregel/remote.py#L842
"""

from contract_tests.actions.interrupts import ASKED, asked_in, ids
from contract_tests.actions.resources import create_thread
from contract_tests.actions.runs import stream
from contract_tests.actions.threads import read_state
from contract_tests.harness import expect
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial


@rule("interrupts.updates", operation="stream_thread_run", tier=1)
def updates(trial: Trial) -> None:
    thread_id = create_thread(trial)["thread_id"]
    streamed = stream(trial, thread_id, assistant_id=trial.graph_for("hitl"), stream_mode=["updates"])
    asked = asked_in(read_state(trial, thread_id))
    found = [ids(event.data["__interrupt__"]) for event in streamed.events if "__interrupt__" in event.data]
    expect.alike(trial, streamed, found, [asked], what=ASKED, pointer="updates/__interrupt__")
