"""The errors with a status at the beginning of a turn."""

from collections.abc import Iterator, Mapping
from typing import Any

from langchain_core.messages import HumanMessage, convert_to_messages

from mockserver.scenarios.scenario import MESSAGES, Scenario
from mockserver.scenarios.steps import HTTPError, http_error


def first_errors(
    scenario: Scenario, values: Mapping[str, Any], given: Any
) -> Iterator[tuple[tuple[int, int], HTTPError]]:
    """Yield the errors with which the turn of an input begins, each with a key for its count.

    `values` are those of the thread, as JSON. An input that is not a state of a scenario begins no turn: its
    run fails with langgraph's own error.
    """
    if not isinstance(given, dict):
        return
    try:
        messages = convert_to_messages([*_listed(values.get(MESSAGES)), *_listed(given.get(MESSAGES))])
    except (ValueError, TypeError, NotImplementedError):
        return
    human = [str(message.text) for message in messages if isinstance(message, HumanMessage)]
    text, turn = human[-1] if human else "", max(len(human), 1)
    for number, each in enumerate(scenario.turns):
        if each.when is None or each.when.admits(text, turn=turn, state={**values, **given}):
            for place, step in enumerate(each.steps):
                if not (error := http_error(step)):
                    return
                yield (number, place), error
            return


def _listed(value: Any) -> list[Any]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]
