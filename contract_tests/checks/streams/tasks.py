"""Mode `tasks`: a task is streamed when it starts, and again, with its result, when it ends."""

from contract_tests.rule import rule
from contract_tests.running import stream
from contract_tests.trial import Trial


@rule("streams.tasks", operation="stream_thread_run", tier=2)
def tasks(trial: Trial) -> None:
    streamed = stream(trial, trial.create_thread()["thread_id"], stream_mode=["tasks"])
    told = [event.data for event in streamed.named("tasks")]
    begun = [task["id"] for task in told if "result" not in task]
    ended = [task["id"] for task in told if "result" in task]
    trial.expect(
        bool(begun) and sorted(begun) == sorted(ended),
        expected="start and end of each task",
        received=f"{len(begun)} starts, {len(ended)} ends, or of others",
        exchange=streamed,
        pointer="tasks",
    )
