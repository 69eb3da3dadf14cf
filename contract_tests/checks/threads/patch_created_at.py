"""Patch leaves `created_at` as it is."""

from contract_tests.conversation import read_thread
from contract_tests.rule import rule
from contract_tests.trial import Trial


@rule("threads.patch.created_at", operation="update_thread", tier=1)
def created_at(trial: Trial) -> None:
    path = {"thread_id": trial.create_thread()["thread_id"]}
    before = read_thread(trial, path["thread_id"])
    trial.need(trial.call("update_thread", path=path, body={"metadata": {"colour": "red"}}))
    after = read_thread(trial, path["thread_id"])
    trial.expect(
        after.json["created_at"] == before.json["created_at"],
        expected="the time from before the patch",
        received="another time",
        exchange=after,
        pointer="/created_at",
    )
