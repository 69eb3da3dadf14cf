"""How a finding words what it found: short, on one line, and harmless to a terminal."""

import json

from contract_tests.contract import Json

LONGEST = 80
"""Characters of a value that a finding shows."""


def shown(value: Json) -> str:
    text = json.dumps(value, ensure_ascii=not (isinstance(value, str) and value.isprintable()))
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}… ({len(text)} characters)"
