"""What patch answers, get answers too.

Every field that both answers carry has the same value.
"""

from contract_tests.conversation import read_thread
from contract_tests.rule import rule
from contract_tests.trial import Trial


@rule("threads.patch.stored", operation="update_thread", tier=1)
def stored(trial: Trial) -> None:
    path = {"thread_id": trial.create_thread(metadata={"colour": "red"})["thread_id"]}
    patched = trial.call("update_thread", path=path, body={"metadata": {"colour": "blue"}})
    trial.need(patched, 200)
    read = read_thread(trial, path["thread_id"])
    for field in sorted(patched.json.keys() & read.json.keys()):
        trial.expect(
            patched.json[field] == read.json[field],
            expected=f"the {field} that get answers",
            received="another",
            exchange=patched,
            pointer=f"/{field}",
        )
