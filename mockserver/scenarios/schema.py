"""JSON Schema of the format, for editors: `python -m mockserver.scenarios.schema` writes the file."""

import json
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
        for model in reversed(KINDS.values())
        for key in parts[model.__name__]["properties"]
    }
    steps = {"steps": parts["Turn"]["properties"]["steps"]}
    for part in (whole, parts["Turn"], parts["Answer"]):
        part["properties"] = {**inline, **steps, **part["properties"]}
        del part["required"]
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **whole}


def text() -> str:
    return json.dumps(json_schema(), indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    FILE.write_text(text())
