"""Listing subgraphs with `recurse` adds the nested subgraphs to those at the top.

Why: Debuggers draw how subgraphs are nested. Without the deeper ones, streamed namespaces belong to nothing
on the page.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/assistants.py#L276
"""

from contract_tests.actions.resources import resources
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial


@rule("assistants.subgraphs.recurse", operation="get_assistant_subgraphs", tier=2)
def recurse(trial: Trial) -> None:
    kind = resources(trial)
    path = kind.path(kind.create()[kind.key])
    shallow = trial.need(trial.call("get_assistant_subgraphs", path=path))
    deep = trial.need(trial.call("get_assistant_subgraphs", path=path, query={"recurse": True}))
    trial.expect(
        shallow.json.items() <= deep.json.items(),
        expected=f"the {len(shallow.json)} subgraphs without recurse",
        received="others",
        exchange=deep,
    )
