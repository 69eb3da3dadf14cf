"""The survey as one line of a record: the same in every run, without ids and times of the target."""

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from contract_tests.contract import Json
from contract_tests.findings.replay import repeatable
from contract_tests.findings.survey import GraphFacts, Offer, Survey

DONE = ("offered",)
"""Availabilities whose response adds nothing."""

GRAPH_FACTS = ("keeps_messages", "streams_tokens", "steps", "asks", "fails")
LATER = ("delays_streamed_runs", "item_fields", "keeps_assistants", "keeps_crons")
"""Facts that older records lack."""

PARTS = ("operations", "graphs", "roles")


def as_line(survey: Survey) -> dict[str, Json]:
    facts = {each.name: getattr(survey, each.name) for each in fields(survey) if each.name not in PARTS}
    return {
        **facts,
        "operations": {name: _offer(each) for name, each in survey.operations.items()},
        "graphs": [_graph(each) for each in sorted(survey.graphs, key=lambda each: each.name)],
        "roles": {role: repeatable(each.name, set()) for role, each in sorted(survey.roles.items())},
        "notes": [each.text for each in survey.notes],
    }


def from_line(line: Mapping[str, Any]) -> Survey:
    """Return the survey of a line; its notes follow from facts. Raises: KeyError, if a field is missing."""
    graphs = {each["name"]: _to_graph(each) for each in line["graphs"]}
    names = [each.name for each in fields(Survey) if each.name not in PARTS]
    facts = {name: line[name] for name in names if name in line or name not in LATER}
    return Survey(
        **{**facts, "endless_streams": tuple(facts["endless_streams"])},
        operations={name: _to_offer(each) for name, each in line["operations"].items()},
        graphs=tuple(graphs.values()),
        roles={role: graphs[name] for role, name in line["roles"].items()},
    )


def _offer(offer: Offer) -> Json:
    is_done = offer.availability in DONE or not offer.response
    response = {} if is_done else {"response": repeatable(offer.response, set())}
    needs = {"needs": offer.needs} if offer.needs else {}
    return {"availability": offer.availability, **response, **needs}


def _to_offer(line: Mapping[str, str]) -> Offer:
    response = line.get("response", "")
    status = response.partition(" ")[0]
    known = int(status) if status.isdecimal() else 0
    return Offer(line["availability"], response, known, line.get("needs", ""))  # type: ignore[arg-type]


def _graph(graph: GraphFacts) -> Json:
    named_by = "name" if graph.is_named else "UUID"
    return {
        "name": repeatable(graph.name, set()),
        "named_by": named_by,
        **{name: getattr(graph, name) for name in GRAPH_FACTS},
    }


def _to_graph(line: Mapping[str, Any]) -> GraphFacts:
    facts = {name: line[name] for name in GRAPH_FACTS}
    return GraphFacts(line["name"], line["name"], is_named=line["named_by"] == "name", **facts)
