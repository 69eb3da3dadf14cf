"""Patch moves `updated_at` on."""

from time import sleep

from contract_tests.conversation import read_thread, time
from contract_tests.rule import rule
from contract_tests.trial import Trial

PAUSES = (0.0, 0.1, 1.1)
"""Seconds to wait before a patch: clocks differ in how finely they tick."""


@rule("threads.patch.updated_at", operation="update_thread", tier=1)
def updated_at(trial: Trial) -> None:
    path = {"thread_id": trial.create_thread()["thread_id"]}
    before = read_thread(trial, path["thread_id"])
    for pause in PAUSES:
        sleep(pause)
        trial.need(trial.call("update_thread", path=path, body={"metadata": trial.mark}))
        after = read_thread(trial, path["thread_id"])
        if time(after.json, "updated_at") > time(before.json, "updated_at"):
            return
    trial.expect(
        False,
        expected="a later time than before the patch",
        received="no later time",
        exchange=after,
        pointer="/updated_at",
    )
