"""Search and count: filters, order, pages, select, extract."""

from itertools import chain

import pytest

from mockserver.errors import InvalidRequest

ID = "11111111-1111-4111-8111-111111111111"


@pytest.fixture
def five(client):
    """Return the ids of five threads in the order of their creation."""
    return [client.thread(metadata={"n": n, "odd": n % 2 == 1})["thread_id"] for n in range(5)]


def search(client, **body):
    return [thread["thread_id"] for thread in client.json("search_threads", body)]


def test_results_are_latest_update_first(client, five):
    assert search(client) == five[::-1]
    client("update_thread", {}, thread_id=five[0])
    assert search(client) == [five[0], *five[:0:-1]]
    assert search(client, sort_order="asc") == [*five[1:], five[0]]


def test_ids_select_threads_and_an_empty_list_does_not_filter(client, five):
    assert search(client, ids=[five[1].upper(), five[3], ID]) == [five[3], five[1]]
    assert search(client, ids=[]) == five[::-1]
    assert search(client, ids=[ID]) == []


def test_an_id_that_is_not_a_uuid_is_rejected(client):
    with pytest.raises(InvalidRequest, match=r"body\.ids"):
        client("search_threads", {"ids": ["mine"]})


def test_metadata_selects_by_containment(client, five):
    nested = client.thread(metadata={"a": {"b": {"c": [1, {"d": 2}]}, "x": 1}})["thread_id"]
    assert search(client, metadata={"odd": True}) == [five[3], five[1]]
    assert search(client, metadata={"odd": True, "n": 1}) == [five[1]]
    assert search(client, metadata={"a": {"b": {"c": [{"d": 2}]}}}) == [nested]
    assert search(client, metadata={"a": {"b": {"c": [3]}}}) == []
    assert search(client, metadata={}) == [nested, *five[::-1]]


def test_values_filter_by_containment_and_skip_threads_without_values(client, five):
    thread_id = client.conversation("hi", "there")["thread_id"]
    assert search(client, values={"messages": [{"content": "there"}]}) == [thread_id]
    assert search(client, values={"messages": [{"content": "nobody"}]}) == []
    assert search(client, values={}) == [thread_id, *five[::-1]]


def test_status_selects(client, five):
    thread_id = client.conversation("hi")["thread_id"]
    assert search(client, status="interrupted") == [thread_id]
    assert search(client, status="idle") == five[::-1]
    assert search(client, status="busy") == []


def test_all_filters_must_match(client, five):
    assert search(client, ids=five[:3], metadata={"odd": False}, status="idle") == [five[2], five[0]]


@pytest.mark.parametrize("field", ["thread_id", "created_at", "updated_at", "state_updated_at", "status"])
def test_each_field_sorts_in_both_directions(client, five, field):
    client("update_thread", {}, thread_id=five[2])
    client.conversation("hi")
    up = client.json("search_threads", {"sort_by": field, "sort_order": "asc"})
    down = client.json("search_threads", {"sort_by": field, "sort_order": "desc"})
    assert [thread[field] for thread in up] == sorted(thread[field] for thread in up)
    assert down == up[::-1]


@pytest.mark.parametrize("field", ["thread_id", "created_at", "updated_at", "state_updated_at", "status"])
def test_pages_are_complete_and_do_not_overlap(client, five, field):
    pages = [search(client, sort_by=field, limit=2, offset=offset) for offset in (0, 2, 4)]
    assert [len(page) for page in pages] == [2, 2, 1]
    assert sorted(chain(*pages)) == sorted(five)


def test_the_default_limit_is_ten(client):
    for _ in range(11):
        client.thread()
    assert len(search(client)) == 10
    assert len(search(client, limit=1000)) == 11


def test_numbers_may_be_written_as_floats(client, five):
    assert search(client, limit=2.0, offset=1.0) == five[3:1:-1]


@pytest.mark.parametrize(
    ("limit", "offset", "total", "following"),
    [(2, 0, 3, 2), (2, 2, 5, 4), (2, 4, 5, None), (5, 0, 5, None), (10, 3, 5, None)],
)
def test_the_headers_point_to_the_next_page(client, limit, offset, total, following):
    for _ in range(5):
        client.thread()
    headers = {"X-Pagination-Total": str(total), "X-Pagination-Next": str(following)}
    if following is None:
        del headers["X-Pagination-Next"]
    assert client("search_threads", {"limit": limit, "offset": offset}).headers == headers


@pytest.mark.parametrize("offset", [6, 2**62, 1e30])
def test_an_offset_beyond_the_end_returns_nothing(client, five, offset):
    response = client("search_threads", {"offset": offset})
    assert (response.body, response.headers) == ([], {"X-Pagination-Total": str(int(offset))})


def test_select_gives_only_the_chosen_fields(client, five):
    assert client.json("search_threads", {"select": ["thread_id", "status"], "limit": 1}) == [
        {"thread_id": five[4], "status": "idle"}
    ]


def test_an_empty_select_returns_all_fields(client, five):
    assert client.json("search_threads", {"select": []}) == client.json("search_threads", {})


def test_extract_adds_the_values_at_its_paths(client):
    client.conversation("hi")
    paths = {"title": "values.messages[0].content", "nothing": "metadata.nothing"}
    [thread] = client.json("search_threads", {"select": ["status"], "extract": paths})
    assert thread == {"status": "interrupted", "extracted": {"title": "hi", "nothing": None}}
    [thread_read] = client.json("search_threads", {"extract": paths})
    assert thread_read.pop("extracted") == thread["extracted"]
    assert [thread_read] == client.json("search_threads", {})


def test_count_is_a_bare_integer_that_honours_the_filters(client, five):
    client.conversation("hi")
    assert client.json("count_threads", {}) == 6
    assert client.json("count_threads", {"metadata": {"odd": True}}) == 2
    assert client.json("count_threads", {"status": "interrupted"}) == 1
    assert client.json("count_threads", {"values": {"messages": [{"content": "hi"}]}}) == 1
    assert client.json("count_threads", {"values": {"x": 1}}) == 0


def test_another_owner_finds_and_counts_nothing(client, five):
    assert client.json("search_threads", {"ids": five}, owner="bob") == []
    assert client.json("count_threads", {}, owner="bob") == 0
