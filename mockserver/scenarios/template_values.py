"""Texts and JSON values with templates."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Annotated, Any

from pydantic import AfterValidator

from mockserver.scenarios.templates import Template, is_template


def checked(value: Any) -> Any:
    """Return the value if all its templates can be parsed. Raises: BrokenTemplate."""
    match value:
        case str() if is_template(value):
            _template(value)
        case dict():
            checked([*value, *value.values()])
        case list():
            for below in value:
                checked(below)
    return value


Text = Annotated[str, AfterValidator(checked)]
"""Text that may contain `{{ ... }}`."""

Data = Annotated[Any, AfterValidator(checked)]
"""A JSON value whose texts may contain `{{ ... }}`."""

Fields = Annotated[dict[str, Any], AfterValidator(checked)]


def text(source: str, variables: Mapping[str, Any]) -> str:
    return _template(source).text(variables) if is_template(source) else source


def rendered(value: Any, variables: Mapping[str, Any]) -> Any:
    """Return the value without templates. A text that is only `{{ ... }}` keeps the type of its value."""
    match value:
        case str():
            return _template(value).value(variables) if is_template(value) else value
        case dict():
            return {text(key, variables): rendered(below, variables) for key, below in value.items()}
        case list():
            return [rendered(below, variables) for below in value]
    return value


@lru_cache(maxsize=1000)
def _template(source: str) -> Template:
    return Template(source)
