"""Proof that a sample of the generated defects not listed in docs/blind-spots.md is caught."""

import asyncio
import json
import random
import re
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import ClassVar

import pytest
from miniatures.http_messages import OWNERS, Request, Response
from mutation import owners, page
from mutation.hunt import Hunted, hunter
from mutation.mutant import Mutant
from mutation.mutants import mutants, sampled
from mutation.reasons import Reason, Reasons
from mutation.tally import Tally

from contract_tests.contract import load

PAGE = (Path(__file__).parents[2] / "docs" / "blind-spots.md").read_text("utf-8")
LISTED = page.listed(PAGE)
ALL = mutants(load())
ROWS = page.rows(PAGE)
MEASURED = {each.name for each in sampled(ALL, lambda kind: ROWS[kind]["measured"])}
OTHERS = sorted(MEASURED - LISTED)
SAMPLE = random.Random(0).sample(OTHERS, 20)  # noqa: S311 - must be reproducible


@pytest.fixture(scope="module")
def hunting():
    with hunter() as new_hunter:
        yield new_hunter


@pytest.mark.parametrize("name", SAMPLE)
def test_unlisted_mutants_are_caught(name, hunting):
    [mutant] = [each for each in hunting.mutants if each.name == name]
    assert hunting.hunt(mutant).end == "caught"


def test_the_page_is_up_to_date():
    """If this fails, regenerate the page with `tox -e mutation`."""
    assert PAGE.startswith(page.HEAD)
    reasons = set(re.findall(r"^\*\*(.+)\*\*$", PAGE, re.MULTILINE))
    assert reasons <= {each.text for each in Reasons.load().known}
    assert MEASURED >= LISTED
    for kind, number in Counter(each.kind for each in ALL).items():
        assert ROWS[kind]["generated"] == number
    assert ROWS["all"]["generated"] == len(ALL)
    assert ROWS["all"]["measured"] == len(MEASURED)
    assert ROWS["all"]["caught"] == len(MEASURED) - len(LISTED)


def test_each_reason_still_applies():
    """A reason for defects that are not in the sample can't be idle."""
    names = LISTED | ({each.name for each in ALL} - MEASURED)
    assert Reasons.load().idle(names) == []


HUNTED = (
    Hunted("lost field", "create_run", "body webhook", "missed"),
    Hunted("lost field", "wait_run", "body webhook", "missed"),
    Hunted("wrong status", "get_ok", "422 as 400", "missed"),
    Hunted("wrong status", "get_ok", "200 as 204", "caught", "shape.status"),
    Hunted("missing field", "get_ok", "200 /ok", "never shown"),
)
INVISIBLE = Reason("Nobody calls.", ("lost field: * body webhook",), is_seen=False)


def test_invisible_mutants_do_not_count():
    total = Tally(HUNTED, Reasons((INVISIBLE,))).total
    assert (total.caught, total.missed, total.unseen, total.never_shown, total.share) == (1, 1, 2, 1, 0.5)


def test_the_page_lists_all_that_is_not_caught():
    text = page.render(Tally(HUNTED, Reasons((INVISIBLE,))), Counter(each.kind for each in HUNTED))
    assert page.listed(text) == {each.name for each in HUNTED if each.end != "caught"}
    assert "**Not looked into yet.**" in text


def test_the_page_shows_how_many_defects_were_measured():
    generated = Counter(each.kind for each in HUNTED) + Counter({"lost field": 3, "stale read": 4})
    rows = page.rows(page.render(Tally(HUNTED, Reasons((INVISIBLE,))), generated))
    assert (rows["lost field"]["generated"], rows["lost field"]["measured"]) == (5, 2)
    assert (rows["stale read"]["generated"], rows["stale read"]["measured"]) == (4, 0)
    assert (rows["all"]["generated"], rows["all"]["measured"]) == (12, 5)


def test_the_page_keeps_its_results():
    """The page keeps everything except the check that caught a defect."""
    mutants_of_today = [Mutant(each.kind, each.operation, each.what, unaltered) for each in HUNTED]
    text = page.render(Tally(HUNTED, Reasons((INVISIBLE,))), Counter(each.kind for each in HUNTED))
    assert page.results(text, mutants_of_today) == {each.name: replace(each, by="") for each in HUNTED}
    assert page.missed(text) == {"wrong status: get_ok 422 as 400"}


async def unaltered(mock, request):
    return await mock(request)


STRANGER, BOB = {}, OWNERS[1]


@pytest.mark.parametrize(
    ("kind", "headers", "status"),
    [(owners.CREDENTIALS, STRANGER, 200), (owners.CREDENTIALS, BOB, 404), (owners.OWNER, BOB, 200)],
)
def test_a_mutant_confuses_owners(kind, headers, status):
    """Only `alice` sees the thread. A defect in credentials changes nothing for `bob`."""
    [mutant, *_] = [each for each in ALL if (each.kind, each.operation) == (kind, "get_thread")]

    class Server:
        memory: ClassVar = {}

        async def __call__(self, request):
            known = {None: 401, "alice": 200, "bob": 404}
            return Response(known[request.headers.get("x-api-key")], {}, b"{}")

    request = Request("get_thread", "GET", "/threads/1", headers=headers)
    assert asyncio.run(mutant.alter(Server(), request)).status == status


def test_a_mutant_loses_valid_params_only():
    [mutant] = [each for each in ALL if each.name == "lost parameter: send_command run.start input"]

    async def echo(request):
        return Response(200, {}, request.content)

    echo.memory = {}
    for params, expected in (
        ({"assistant_id": "agent", "input": {}}, {"assistant_id": "agent"}),
        ({"assistant_id": 1, "input": {}}, {"assistant_id": 1, "input": {}}),
    ):
        command = {"id": 1, "method": "run.start", "params": params}
        request = Request("send_command", "POST", "/threads/1/commands", content=json.dumps(command).encode())
        assert asyncio.run(mutant.alter(echo, request)).json["params"] == expected
