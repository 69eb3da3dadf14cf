"""What create answers, get answers too.

Every field that both answers carry has the same value.
"""

from contract_tests.conversation import read_thread
from contract_tests.rule import rule
from contract_tests.trial import Trial


@rule("threads.create.stored", operation="create_thread", tier=1)
def stored(trial: Trial) -> None:
    created = trial.create_thread(metadata={"colour": "red"})
    read = read_thread(trial, created["thread_id"])
    for field in sorted(created.keys() & read.json.keys()):
        trial.expect(
            created[field] == read.json[field],
            expected=f"the {field} that create answered",
            received="another",
            exchange=read,
            pointer=f"/{field}",
        )
