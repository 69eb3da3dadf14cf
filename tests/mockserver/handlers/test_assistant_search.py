"""Search and count of assistants: filters, order, pages, select."""

from itertools import chain

import pytest

FIELDS = ["assistant_id", "graph_id", "name", "created_at", "updated_at"]
MINE = {"mine": True}
"""Metadata that the system assistants lack."""


@pytest.fixture
def five(ask):
    """Return the ids of five assistants in the order of their creation."""
    names = ["Ann", "bob", "Bobby", "ann", "Cid"]
    return [
        ask.assistant(name=name, metadata={**MINE, "n": {"is": n}})["assistant_id"]
        for n, name in enumerate(names)
    ]


def found(ask, **body):
    body.setdefault("metadata", MINE)
    return [assistant["assistant_id"] for assistant in ask.json("search_assistants", body)]


def test_the_last_created_comes_first(ask, five):
    ask("update_assistant", {}, assistant_id=five[0])
    assert found(ask) == five[::-1]
    assert found(ask, sort_order="asc") == five


def test_those_of_the_server_come_after_ones_own(ask, five):
    every = ask.json("search_assistants", {})
    assert [assistant["assistant_id"] for assistant in every[:5]] == five[::-1]
    assert {assistant["metadata"]["created_by"] for assistant in every[5:]} == {"system"}
    assert ask.json("search_assistants", {"sort_order": "asc"}) == every[::-1]


def test_a_part_of_the_name_chooses_in_upper_or_lower_case(ask, five):
    assert found(ask, name="BOB") == [five[2], five[1]]
    assert found(ask, name="ann") == [five[3], five[0]]
    assert found(ask, name="") == five[::-1]
    assert found(ask, name="dora") == []


def test_metadata_chooses_by_containment(ask, five):
    assert found(ask, metadata={"n": {"is": 3}}) == [five[3]]
    assert found(ask, metadata={"n": {}}) == five[::-1]
    assert found(ask, metadata={"n": 3}) == []


def test_the_graph_chooses(ask, five):
    assert found(ask, graph_id="agent") == five[::-1]
    everywhere = ask.json("count_assistants", {})
    of_graph = ask.json("count_assistants", {"graph_id": "agent"})
    assert of_graph == 6 <= everywhere


def test_the_filters_hold_together(ask, five):
    assert found(ask, graph_id="agent", name="b", metadata={"n": {"is": 1}}) == [five[1]]
    assert found(ask, name="cid", metadata={"n": {"is": 1}}) == []


@pytest.mark.parametrize("field", FIELDS)
def test_each_field_sorts_in_both_directions(ask, five, field):
    ask("update_assistant", {}, assistant_id=five[2])
    up = ask.json("search_assistants", {"sort_by": field, "sort_order": "asc"})
    down = ask.json("search_assistants", {"sort_by": field, "sort_order": "desc"})
    assert [assistant[field].lower() for assistant in up] == sorted(one[field].lower() for one in up)
    assert down == up[::-1]


@pytest.mark.parametrize("field", FIELDS)
def test_pages_are_complete_and_do_not_overlap(ask, five, field):
    pages = [found(ask, sort_by=field, limit=2, offset=offset) for offset in (0, 2, 4)]
    assert [len(page) for page in pages] == [2, 2, 1]
    assert sorted(chain(*pages)) == sorted(five)


def test_ten_are_found_if_nobody_says_how_many(ask):
    for _ in range(11):
        ask.assistant(metadata=MINE)
    assert len(found(ask)) == 10
    assert len(found(ask, limit=1000)) == 11


@pytest.mark.parametrize(
    ("limit", "offset", "headers"),
    [
        (2, 0, {"X-Pagination-Total": "3", "X-Pagination-Next": "2"}),
        (2, 2, {"X-Pagination-Total": "5", "X-Pagination-Next": "4"}),
        (2, 4, {"X-Pagination-Total": "5"}),
        (5, 0, {"X-Pagination-Total": "5"}),
        (10, 3, {"X-Pagination-Total": "5"}),
    ],
)
def test_the_headers_lead_to_the_next_page(ask, five, limit, offset, headers):
    body = {"limit": limit, "offset": offset, "metadata": MINE}
    assert ask("search_assistants", body).headers == headers


def test_beyond_the_end_is_nothing(ask, five):
    response = ask("search_assistants", {"offset": 2**62})
    assert (response.body, response.headers) == ([], {"X-Pagination-Total": str(2**62)})


def test_select_gives_only_the_chosen_fields(ask, five):
    body = {"select": ["name", "version"], "limit": 1}
    assert ask.json("search_assistants", body) == [{"name": "Cid", "version": 1}]


def test_selecting_nothing_is_no_selection(ask, five):
    assert ask.json("search_assistants", {"select": []}) == ask.json("search_assistants", {})


@pytest.mark.parametrize("body", [{}, {"name": "b"}, {"metadata": {"n": {"is": 1}}}, {"graph_id": "agent"}])
def test_count_is_how_many_search_finds(ask, five, body):
    assert ask.json("count_assistants", body) == len(ask.json("search_assistants", {**body, "limit": 1000}))


def test_another_owner_finds_and_counts_only_those_of_the_server(ask, five):
    assert ask.json("search_assistants", {"metadata": MINE}, owner="bob") == []
    assert ask.json("count_assistants", {"graph_id": "agent"}, owner="bob") == 1
