"""Get returns the same values as patch.

Every field that both responses contain has the same value.

Why: Clients display the patch response without reading the resource again. If get returns something
different, the page changes by itself at the next load.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/threads.py#L179
"""

from contract_tests.actions.resources import resources
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial
from contract_tests.operation_groups import PATCHING


@rule("resources.patch.stored", operations=PATCHING, tier=2)
def stored(trial: Trial) -> None:
    kind = resources(trial)
    path = kind.path(kind.create(metadata={"colour": "red"})[kind.key])
    patched = trial.call(trial.operation.id, path=path, body={"metadata": {"colour": "blue"}})
    trial.need(patched, 200)
    read = kind.read(path[kind.key])
    for field in sorted(patched.json.keys() & read.json.keys()):
        trial.expect(
            patched.json[field] == read.json[field],
            expected=f"the {field} that get returns",
            received="another",
            exchange=patched,
            pointer=f"/{field}",
        )
