"""The errors with a status at the beginning of a turn."""

from collections.abc import Iterator, Mapping
from typing import Any

from langchain_core.messages import HumanMessage, ToolMessage, convert_to_messages

from mockserver.scenarios.scenario import MESSAGES, Scenario
from mockserver.scenarios.steps import HTTPError, http_error
from mockserver.scenarios.template_values import text
from mockserver.scenarios.templates import BrokenTemplate


def first_errors(
    scenario: Scenario, values: Mapping[str, Any], given: Any
) -> Iterator[tuple[tuple[int, int], HTTPError]]:
    """Yield the errors with which the turn of an input begins, each with a key for its count.

    Their messages are rendered. `values` are those of the thread, as JSON. An input that is not a state of a
    scenario begins no turn: its run fails with langgraph's own error.
    """
    if not isinstance(given, dict):
        return
    try:
        messages = convert_to_messages([*_listed(values.get(MESSAGES)), *_listed(given.get(MESSAGES))])
    except (ValueError, TypeError, NotImplementedError):
        return
    human = [str(message.text) for message in messages if isinstance(message, HumanMessage)]
    said, turn = human[-1] if human else "", max(len(human), 1)
    state = {**values, **given}
    for number, each in enumerate(scenario.turns):
        if each.when is None or each.when.admits(said, turn=turn, state=state):
            results = [message.text for message in messages if isinstance(message, ToolMessage)]
            variables = {
                "input": said,
                "turn": turn,
                "result": str(results[-1]) if results else "",
                "state": {
                    **scenario.state,
                    **state,
                    MESSAGES: [message.model_dump(mode="json") for message in messages],
                },
            }
            for place, step in enumerate(each.steps):
                if not (error := http_error(step)):
                    return
                yield (number, place), _rendered(error, variables)
            return


def _rendered(error: HTTPError, variables: Mapping[str, Any]) -> HTTPError:
    """Return the error with its message; that of a template that fails is the reason."""
    try:
        message = text(error.message, variables)
    except BrokenTemplate as problem:
        message = str(problem)
    return error.model_copy(update={"message": message})


def _listed(value: Any) -> list[Any]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]
