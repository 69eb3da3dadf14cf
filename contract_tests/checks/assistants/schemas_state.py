"""The schema of the state has the values that the graph keeps."""

from contract_tests.resource import resources
from contract_tests.rule import rule
from contract_tests.trial import Trial


@rule("assistants.schemas.state", operation="get_assistant_schemas", tier=2)
def state(trial: Trial) -> None:
    kind, thread_id = resources(trial), trial.stateful_thread(messages=1)["thread_id"]
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
