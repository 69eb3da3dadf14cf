"""Durations such as `400ms`, `1.5s`, `2m`, or a number of seconds."""

import re
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, WithJsonSchema

MAX_SECONDS = 3600.0

PATTERN = r"^\d+(\.\d+)?(ms|s|m)$"
SECONDS = {"ms": 0.001, "s": 1.0, "m": 60.0}


def seconds(value: Any) -> Any:
    """Convert `400ms` to 0.4; leave numbers to pydantic."""
    if not isinstance(value, str):
        return value
    found = re.fullmatch(PATTERN, value, re.ASCII)
    if not found:
        raise ValueError(f"{value!r} is not a duration; use a number of seconds, or 400ms, 1.5s, 2m")
    unit = found[2]
    return float(value.removesuffix(unit)) * SECONDS[unit]


Duration = Annotated[
    float,
    BeforeValidator(seconds),
    Field(ge=0, le=MAX_SECONDS),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "number", "minimum": 0, "maximum": MAX_SECONDS},
                {"type": "string", "pattern": PATTERN},
            ],
            "description": "Seconds as a number, or with a unit: 400ms, 1.5s, 2m.",
        }
    ),
]
"""Seconds."""
