"""A namespace selects the subgraph of that name; an unknown namespace selects none.

Why: A page that unfolds one subgraph requests its namespace. If it gets all subgraphs, or another one, it
shows the wrong fields.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/assistants.py#L276
"""

from contract_tests.actions.resources import resources
from contract_tests.harness import expect
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial

DEEP = {"recurse": True}


@rule("assistants.subgraphs.namespace", operation="get_assistant_subgraphs_in_namespace", tier=2)
def namespace(trial: Trial) -> None:
    kind = resources(trial)
    path = kind.path(kind.create()[kind.key])
    every = trial.need(trial.call("get_assistant_subgraphs", path=path, query=DEEP))
    for place, schemas in {**every.json, "no_such_node": None}.items():
        found = trial.call(trial.operation.id, path={**path, "namespace": place}, query=DEEP)
        expect.same(trial, trial.need(found), found.json, {place: schemas} if schemas else {})
