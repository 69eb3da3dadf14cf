"""A run that is waited for or streamed executes its command, like a background run.

Why: A page that answers a question sends a command and streams the run that continues from there.
https://github.com/langchain-ai/agent-chat-ui/blob/fdc87e653075/src/components/thread/agent-inbox/hooks/use-interrupted-actions.tsx#L87
"""

from contract_tests.actions.runs import carried_out, said
from contract_tests.actions.threads import message_ids, read_state, stateful_thread
from contract_tests.harness import expect
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial
from contract_tests.operation_groups import SEEING_RUNS


@rule("runs.wait_or_stream.command", operations=SEEING_RUNS, tier=2)
def seen_command(trial: Trial) -> None:
    thread_id = stateful_thread(trial, messages=1)["thread_id"]
    carried_out(trial, thread_id, input=None, command={"update": said("m2")})
    state = read_state(trial, thread_id)
    expect.same(trial, state, message_ids(state.json)[:2], ["m1", "m2"], "/values/messages")
