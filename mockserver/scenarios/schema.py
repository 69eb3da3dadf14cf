"""JSON Schema of the format, for editors: `python -m mockserver.scenarios.schema` writes the file."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from mockserver.scenarios.scenario import Scenario
from mockserver.scenarios.steps import KINDS

FILE = Path(__file__).with_name("scenario.schema.json")


def json_schema() -> dict[str, Any]:
    """Return the schema of a file, in which turns, answers and the whole scenario may be a single step."""
    whole = Scenario.model_json_schema(by_alias=True)
    parts = whole["$defs"]
    inline = {
        key: {"$ref": f"#/$defs/{model.__name__}/properties/{key}"}
        for model in reversed([*KINDS.values()])
        for key in parts[model.__name__]["properties"]
    }
    steps = {"steps": parts["Turn"]["properties"]["steps"]}
    for part in (whole, parts["Turn"], parts["Answer"]):
        part["properties"] = {**inline, **steps, **part["properties"]}
        del part["required"]
    for items in (whole["properties"]["turns"], *(each["answers"] for each in _with_answers(parts))):
        items["items"] = {"anyOf": [{"type": "string"}, items["items"]]}
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **whole}


def _with_answers(parts: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Yield the properties of the steps that have answers."""
    for part in parts.values():
        if "items" in part.get("properties", {}).get("answers", {}):
            yield part["properties"]


def text() -> str:
    return json.dumps(json_schema(), indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    FILE.write_text(text())
