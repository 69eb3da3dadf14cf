"""Search and count of assistants: filters, order, pages, select."""

from itertools import chain

import pytest

FIELDS = ["assistant_id", "graph_id", "name", "created_at", "updated_at"]
OWN_METADATA = {"mine": True}
"""Metadata that the system assistants lack."""


@pytest.fixture
def five(client):
    """Return the ids of five assistants in the order of their creation."""
    names = ["Ann", "bob", "Bobby", "ann", "Cid"]
    return [
        client.assistant(name=name, metadata={**OWN_METADATA, "n": {"is": n}})["assistant_id"]
        for n, name in enumerate(names)
    ]


def search(client, **body):
    body.setdefault("metadata", OWN_METADATA)
    return [assistant["assistant_id"] for assistant in client.json("search_assistants", body)]


def test_results_are_newest_first(client, five):
    client("update_assistant", {}, assistant_id=five[0])
    assert search(client) == five[::-1]
    assert search(client, sort_order="asc") == five


def test_system_assistants_come_last(client, five):
    every = client.json("search_assistants", {})
    assert [assistant["assistant_id"] for assistant in every[:5]] == five[::-1]
    assert {assistant["metadata"]["created_by"] for assistant in every[5:]} == {"system"}
    assert client.json("search_assistants", {"sort_order": "asc"}) == every[::-1]


def test_a_part_of_the_name_selects_regardless_of_case(client, five):
    assert search(client, name="BOB") == [five[2], five[1]]
    assert search(client, name="ann") == [five[3], five[0]]
    assert search(client, name="") == five[::-1]
    assert search(client, name="dora") == []


def test_metadata_selects_by_containment(client, five):
    assert search(client, metadata={"n": {"is": 3}}) == [five[3]]
    assert search(client, metadata={"n": {}}) == five[::-1]
    assert search(client, metadata={"n": 3}) == []


def test_the_graph_id_selects(client, five):
    assert search(client, graph_id="agent") == five[::-1]
    everywhere = client.json("count_assistants", {})
    of_graph = client.json("count_assistants", {"graph_id": "agent"})
    assert of_graph == 6 <= everywhere


def test_all_filters_must_match(client, five):
    assert search(client, graph_id="agent", name="b", metadata={"n": {"is": 1}}) == [five[1]]
    assert search(client, name="cid", metadata={"n": {"is": 1}}) == []


@pytest.mark.parametrize("field", FIELDS)
def test_each_field_sorts_in_both_directions(client, five, field):
    client("update_assistant", {}, assistant_id=five[2])
    up = client.json("search_assistants", {"sort_by": field, "sort_order": "asc"})
    down = client.json("search_assistants", {"sort_by": field, "sort_order": "desc"})
    assert [assistant[field].lower() for assistant in up] == sorted(one[field].lower() for one in up)
    assert down == up[::-1]


@pytest.mark.parametrize("field", FIELDS)
def test_pages_are_complete_and_do_not_overlap(client, five, field):
    pages = [search(client, sort_by=field, limit=2, offset=offset) for offset in (0, 2, 4)]
    assert [len(page) for page in pages] == [2, 2, 1]
    assert sorted(chain(*pages)) == sorted(five)


def test_the_default_limit_is_ten(client):
    for _ in range(11):
        client.assistant(metadata=OWN_METADATA)
    assert len(search(client)) == 10
    assert len(search(client, limit=1000)) == 11


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
def test_the_headers_point_to_the_next_page(client, five, limit, offset, headers):
    body = {"limit": limit, "offset": offset, "metadata": OWN_METADATA}
    assert client("search_assistants", body).headers == headers


def test_an_offset_beyond_the_end_returns_nothing(client, five):
    response = client("search_assistants", {"offset": 2**62})
    assert (response.body, response.headers) == ([], {"X-Pagination-Total": str(2**62)})


def test_select_gives_only_the_chosen_fields(client, five):
    body = {"select": ["name", "version"], "limit": 1}
    assert client.json("search_assistants", body) == [{"name": "Cid", "version": 1}]


def test_an_empty_select_returns_all_fields(client, five):
    assert client.json("search_assistants", {"select": []}) == client.json("search_assistants", {})


@pytest.mark.parametrize("body", [{}, {"name": "b"}, {"metadata": {"n": {"is": 1}}}, {"graph_id": "agent"}])
def test_count_agrees_with_search(client, five, body):
    assert client.json("count_assistants", body) == len(
        client.json("search_assistants", {**body, "limit": 1000})
    )


def test_another_owner_finds_and_counts_only_those_of_the_server(client, five):
    assert client.json("search_assistants", {"metadata": OWN_METADATA}, owner="bob") == []
    assert client.json("count_assistants", {"graph_id": "agent"}, owner="bob") == 1
