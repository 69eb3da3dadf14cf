"""The schemas of an assistant include its `graph_id`.

Why: A page that builds forms for several graphs can distinguish the schemas by `graph_id`. The known
frontends remember which schemas they requested.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/assistants.py#L153
"""

from contract_tests.actions.resources import resources
from contract_tests.harness import expect
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial


@rule("assistants.schemas.graph_id", operation="get_assistant_schemas", tier=2, level="should")
def graph_id(trial: Trial) -> None:
    kind = resources(trial)
    told = trial.need(trial.call("get_assistant_schemas", path=kind.path(kind.create()[kind.key])))
    expect.same(trial, told, told.json["graph_id"], trial.graph, "/graph_id")
