"""Rows of a label and a text on what the server offers and where it stands: the same in every format."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from typing import get_args

from contract_tests.contract import Operation
from contract_tests.findings.profile import profiles
from contract_tests.findings.survey import Availability, GraphFacts, NoteKind, Survey
from contract_tests.report import client_support
from contract_tests.report.level import TIERS
from contract_tests.report.model import Report, contract_operations, plural

TITLE = "What this server offers"

MAX_OPERATIONS = 8
"""Operations named in one row; the rest is counted."""

Row = tuple[str, str]
"""Label and text."""

IN_OTHER_ROWS: frozenset[NoteKind] = frozenset({"rate limit", "UUID only", "no background runs"})
"""Kinds of notes whose facts are in other rows."""


def sections(report: Report) -> Mapping[str, list[Row]]:
    """Return the sections at the top of a report by their title; none of them is empty."""
    profile = profiles().get(report.subject.profile)
    needed = profile.operations if profile else None
    found = {
        TITLE: list(offers(report.survey, needed, identities=report.subject.identities)),
        "Where it stands": list(stands(report)),
        client_support.TITLE: [
            (each.profile.title, each.sentence) for each in client_support.clients(report)
        ],
    }
    return {title: rows for title, rows in found.items() if rows}


def offers(survey: Survey, needed: Collection[str] | None = None, *, identities: int = 0) -> Iterator[Row]:
    """Yield the rows of a survey; none if the target was not surveyed.

    `needed` are the ids of the only operations that matter, and `identities` is the number of those given.
    """
    if not survey.operations:
        return
    if needed is not None:
        others = len(survey.operations.keys() - needed)
        kept = {name: offer for name, offer in survey.operations.items() if name in needed}
        survey = replace(survey, operations=kept)
    counts = {word: len(survey.named(word)) for word in get_args(Availability)}
    rest = [f"{others} of no use to this client"] if needed is not None and others else []
    named = [f"{count} {word}" for word, count in counts.items() if count]
    yield "operations", " · ".join(named + rest)
    for tier in TIERS:
        missing = [each for each in _of(survey, "missing") if each.tier == tier]
        if missing:
            yield (
                f"missing, tier {tier}",
                _shortened(missing, at_most=None if tier == 1 else MAX_OPERATIONS),
            )
    for word in ("forbidden", "broken", "unknown"):
        if some := _of(survey, word):
            yield word, _with_responses(survey, some)
    yield from _required(survey)
    for graph in sorted(survey.graphs, key=lambda each: each.name):
        yield "graph", f"{graph.name}: {', '.join(_does(graph, survey))}"
    if facts := "; ".join(_facts(survey)):
        yield "runs", facts
    if survey.error_shape:
        yield "errors", survey.error_shape
    yield "owners", "; ".join(_owners(survey, identities))
    yield from (("note", note.text) for note in survey.notes if note.kind not in IN_OTHER_ROWS)


def stands(report: Report) -> Iterator[Row]:
    """Yield the rows of the report's standing; none for recorded traffic."""
    standing = report.standing
    if standing.level is not None:
        complete = f"tier {standing.level} is complete" if standing.level else "tier 1 is incomplete"
        yield "level", f"{standing.level} of 3 ({complete})"
    for each in standing.tiers:
        yield f"tier {each.tier}", each.sentence


def slow_title(report: Report) -> str:
    return f"Slower than {report.subject.slow_response:g} s"


def slow(report: Report) -> Iterator[Row]:
    """Yield the operations with slow responses, the slowest first."""
    for each in report.slow:
        yield f"{each.seconds:.2f} s", str(each.operation)


def _of(survey: Survey, availability: Availability) -> list[Operation]:
    known = contract_operations()
    return [known[name] for name in survey.named(availability) if name in known]


def _shortened(operations: list[Operation], *, at_most: int | None) -> str:
    """Return the operations as a list. An area without any other operation is named as a whole."""
    known = contract_operations()
    whole = {each.area: sum(other.area == each.area for other in known.values()) for each in operations}
    own = {area: [each for each in operations if each.area == area] for area in whole}
    areas = [area for area, all_of in whole.items() if len(own[area]) == all_of > 1]
    names = [f"all of {area.replace('_', ' ')} ({len(own[area])})" for area in areas]
    single = [str(each) for each in operations if each.area not in areas]
    shown = single[:at_most]
    more = [f"{len(single) - len(shown)} more"] if len(shown) < len(single) else []
    return ", ".join(names + shown + more)


def _with_responses(survey: Survey, operations: list[Operation]) -> str:
    """Return the operations by their response: `GET /ok, GET /info (500)`."""
    by_response: dict[str, list[Operation]] = {}
    for each in operations:
        by_response.setdefault(survey.offer(each.id).response, []).append(each)
    groups = sorted(by_response.items(), key=lambda group: -len(group[1]))
    names = [(_shortened(some, at_most=MAX_OPERATIONS), response) for response, some in groups]
    return "; ".join(f"{name} ({response})" if response else name for name, response in names)


def _required(survey: Survey) -> Iterator[Row]:
    """Yield the row of optional fields that the target requires, if there are any."""
    needs = {each: survey.offer(name).needs for name, each in contract_operations().items()}
    if named := [f"{name.replace('/', '.')} ({each})" for each, name in needs.items() if name]:
        yield "requires", f"optional fields: {', '.join(named)}"


def _does(graph: GraphFacts, survey: Survey) -> Iterator[str]:
    yield "runs name it by its name" if graph.is_named else "runs name it by the UUID of its assistant only"
    yield "keeps messages" if graph.keeps_messages else "keeps no messages"
    if graph.streams_tokens:
        yield "streams tokens"
    if graph.steps:
        yield plural(graph.steps, "step")
    if graph.asks:
        yield "interrupts"
    if graph.fails:
        yield "fails"
    if "slow" in survey.roles and survey.roles["slow"].name == graph.name:
        yield "slow"


def _facts(survey: Survey) -> Iterator[str]:
    """Yield the known facts about runs and states."""
    can_update = not survey.is_missing("update_state")
    for value, holds, fails in (
        (survey.runs_in_background, "background runs are executed", "background runs are never executed"),
        (survey.delays_runs, "`after_seconds` delays a run", "`after_seconds` delays no run"),
        (
            survey.delays_streamed_runs,
            "`after_seconds` delays a streamed run",
            "`after_seconds` delays no streamed run",
        ),
        (
            survey.keeps_assistants if not survey.is_missing("create_assistant") else None,
            "",
            "a created assistant is lost",
        ),
        (survey.keeps_crons, "", "a created cron is lost, so those of this check remain"),
        (survey.writes_state if can_update else None, "a state update is kept", "a state update is lost"),
        (
            survey.writes_thread_values if can_update else None,
            "the thread's `values` show it",
            "the thread's `values` do not show a state update",
        ),
        (survey.keeps_history, "history has each step", "history lacks steps"),
    ):
        if value is not None and (text := holds if value else fails):
            yield text


def _owners(survey: Survey, identities: int) -> Iterator[str]:
    credentials = {
        True: "credentials are required",
        False: "credentials are not required",
        None: "unknown whether credentials are required",
    }
    owners = {
        True: "the two identities are two owners",
        False: "the two identities are not two owners",
        None: "not known whether the two identities are two owners" if identities > 1 else "one identity",
    }
    if survey.authenticates is False:
        yield "the server does not authenticate: strangers read what an owner creates"
    yield credentials[survey.requires_credentials]
    yield owners[survey.owners_differ]
    if survey.is_rate_limited:
        yield "requests are limited in number"
