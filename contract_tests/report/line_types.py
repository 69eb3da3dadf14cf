"""Types of the fields in a record's lines, as JSON Schema. `record.py` decides which are required."""

from collections.abc import Mapping
from typing import Any, get_args

from jsonschema_rs import Draft202012Validator

from contract_tests.findings.replay_limit import ReplayLimit
from contract_tests.findings.survey import Availability

Schema = dict[str, Any]

TEXT: Schema = {"type": "string"}
TEXT_OR_NULL: Schema = {"type": ["string", "null"]}
NUMBER: Schema = {"type": "integer", "minimum": 0}
NUMBER_OR_NULL: Schema = {"type": ["integer", "null"], "minimum": 0}
SEED: Schema = {"type": "integer"}
TRUTH: Schema = {"type": "boolean"}
TRUTH_OR_NULL: Schema = {"type": ["boolean", "null"]}
AVAILABILITY: Schema = {"enum": list(get_args(Availability))}


def fields(**of: Schema) -> Schema:
    return {"type": "object", "properties": of}


def items(of: Schema) -> Schema:
    return {"type": "array", "items": of}


def values(of: Schema) -> Schema:
    return {"type": "object", "additionalProperties": of}


REACHED = fields(operation=TEXT, status=NUMBER, count=NUMBER)

LINES = {
    "subject": fields(
        target=TEXT,
        contract_version=TEXT,
        contract_digest=TEXT,
        upstream=TEXT_OR_NULL,
        seed=SEED,
        graph=TEXT,
        identities=NUMBER,
        is_whole=TRUTH,
        recorded=NUMBER_OR_NULL,
        not_offered=items(TEXT),
        require_tested=NUMBER,
        stopped_early=TRUTH,
        operations=items(TEXT),
    ),
    "survey": fields(
        operations=values(fields(availability=AVAILABILITY, response=TEXT)),
        graphs=items(
            fields(
                name=TEXT,
                named_by={"enum": ["name", "UUID"]},
                keeps_messages=TRUTH,
                streams_tokens=TRUTH,
                steps=NUMBER,
                asks=TRUTH,
                fails=TRUTH,
            )
        ),
        roles=values(TEXT),
        runs_in_background=TRUTH_OR_NULL,
        delays_runs=TRUTH_OR_NULL,
        writes_state=TRUTH_OR_NULL,
        writes_thread_values=TRUTH_OR_NULL,
        keeps_history=TRUTH_OR_NULL,
        has_subgraphs=TRUTH_OR_NULL,
        error_shape=TEXT,
        requires_credentials=TRUTH_OR_NULL,
        owners_differ=TRUTH_OR_NULL,
        is_rate_limited=TRUTH,
        notes=items(TEXT),
    ),
    "result": fields(
        id=TEXT,
        kind={"enum": ["generated", "semantic", "recorded"]},
        check=TEXT,
        operation=TEXT,
        verdict=TEXT,
        level={"enum": ["must", "should"]},
        tier=NUMBER,
        reason=TEXT,
        reached=items(REACHED),
    ),
    "finding": fields(
        check=TEXT,
        operation=TEXT,
        level={"enum": ["must", "should"]},
        expected=TEXT,
        received=TEXT,
        pointer=TEXT,
        requirement=TEXT,
        why=TEXT,
        replay=items(TEXT),
        replay_limits=items({"enum": [limit.value for limit in ReplayLimit]}),
        request=fields(method=TEXT, url=TEXT, headers=values(TEXT), body=TEXT, base64=TEXT),
        status=NUMBER,
        answer=fields(headers=values(TEXT), body=TEXT, ended={"enum": ["closed", "left", "broken", None]}),
        found_by=values(NUMBER),
    ),
    "baseline": fields(is_strict=TRUTH),
    "known": fields(check=TEXT, operation=TEXT, pointer=TEXT, found_by=TEXT, reason=TEXT),
    "left_behind": fields(path=TEXT),
}
"""Schemas by the `type` of a line. Lines of other types are skipped."""

JUDGES = {kind: Draft202012Validator(schema) for kind, schema in LINES.items()}


def problem(line: Mapping[str, Any]) -> str:
    """Return the error of the first invalid field, or an empty string."""
    validate = JUDGES.get(str(line.get("type")))
    try:
        error = next(validate.iter_errors(line), None) if validate else None
    except UnicodeEncodeError:
        return "the name of a field contains a lone surrogate"
    if error is None:
        return ""
    return f"the field {'/'.join(map(str, error.instance_path))}: {error.message}"
