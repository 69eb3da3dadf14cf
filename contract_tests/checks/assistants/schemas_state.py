"""The state schema describes every value in the graph's state.

Why: Tools that let a human edit the state of a thread take its fields from this schema. The chat frontends
read only the schemas of the input, the output and the configuration.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/assistants.py#L153
"""

from contract_tests.actions.resources import resources
from contract_tests.actions.threads import stateful_thread
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial


@rule("assistants.schemas.state", operation="get_assistant_schemas", tier=2, level="should")
def state(trial: Trial) -> None:
    kind, thread_id = resources(trial), stateful_thread(trial, messages=1)["thread_id"]
    values = trial.need(trial.call("get_state", path={"thread_id": thread_id})).json["values"]
    told = trial.need(trial.call("get_assistant_schemas", path=kind.path(kind.create()[kind.key])))
    described = (told.json["state_schema"] or {}).get("properties", {})
    trial.expect(
        values.keys() <= described.keys(),
        expected=f"schemas of {', '.join(sorted(values))}",
        received=f"schemas of {', '.join(sorted(described)) or 'nothing'}",
        exchange=told,
        pointer="/state_schema/properties",
    )
