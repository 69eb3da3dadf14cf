"""A thread's first run adds `graph_id` and `assistant_id` to the thread's metadata.

Why: agent-chat-ui creates threads with empty metadata and searches by `graph_id` or `assistant_id`. Only
the first run can add these; without them the sidebar stays empty.
https://github.com/langchain-ai/agent-chat-ui/blob/fdc87e653075/src/providers/Thread.tsx#L61
"""

from contract_tests.actions.resources import create_assistant, create_thread
from contract_tests.actions.runs import pending
from contract_tests.actions.threads import read_thread
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial


@rule("runs.thread.metadata", operation="create_thread_run", tier=1)
def thread_metadata(trial: Trial) -> None:
    thread_id = create_thread(trial, metadata={"colour": "red"})["thread_id"]
    assistant_id = create_assistant(trial)["assistant_id"]
    pending(trial, thread_id, assistant_id=assistant_id)
    thread = read_thread(trial, thread_id)
    wanted = {"graph_id": trial.graph, "assistant_id": assistant_id, "colour": "red"}
    missing = [name for name in wanted if thread.json["metadata"].get(name) != wanted[name]]
    trial.expect(
        not missing,
        expected="the graph and the assistant of the run, and what was there",
        received=f"not so: {', '.join(missing)}",
        exchange=thread,
        pointer="/metadata",
    )
