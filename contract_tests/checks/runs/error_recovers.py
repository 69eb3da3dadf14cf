"""A successful run after a failed one makes the thread idle again and clears its error.

Why: Users simply write again after an error. If the thread keeps it, the frontend shows the old error next
to the new answer.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/schema.py#L34
"""

from contract_tests.actions.runs import finish, said, succeed
from contract_tests.actions.threads import read_thread
from contract_tests.findings.finding import NotTestable
from contract_tests.harness import expect
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial


@rule("runs.error.recovers", operation="create_thread_run", tier=2)
def error_recovers(trial: Trial) -> None:
    thread_id = finish(trial, assistant_id=trial.graph_for("failing"))["thread_id"]
    failed = read_thread(trial, thread_id)
    if failed.json["status"] != "error":
        raise NotTestable(f"the thread of a failed run is {failed.json['status']}", failed)
    succeed(trial, thread_id, input=said("m2"))
    thread = read_thread(trial, thread_id)
    expect.same(trial, thread, [thread.json["status"], thread.json.get("error")], ["idle", None])
