"""Search and count: filters, order, pages, select, extract."""

from itertools import chain

import pytest

from mockserver.errors import InvalidRequest

ID = "11111111-1111-4111-8111-111111111111"


@pytest.fixture
def five(ask):
    """Return the ids of five threads in the order of their creation."""
    return [ask.thread(metadata={"n": n, "odd": n % 2 == 1})["thread_id"] for n in range(5)]


def found(ask, **body):
    return [thread["thread_id"] for thread in ask.json("search_threads", body)]


def test_the_last_updated_comes_first(ask, five):
    assert found(ask) == five[::-1]
    ask("update_thread", {}, thread_id=five[0])
    assert found(ask) == [five[0], *five[:0:-1]]
    assert found(ask, sort_order="asc") == [*five[1:], five[0]]


def test_ids_choose_threads_and_none_is_no_filter(ask, five):
    assert found(ask, ids=[five[1].upper(), five[3], ID]) == [five[3], five[1]]
    assert found(ask, ids=[]) == five[::-1]
    assert found(ask, ids=[ID]) == []


def test_an_id_that_is_no_uuid_is_refused(ask):
    with pytest.raises(InvalidRequest, match=r"body\.ids"):
        ask("search_threads", {"ids": ["mine"]})


def test_metadata_chooses_by_containment(ask, five):
    nested = ask.thread(metadata={"a": {"b": {"c": [1, {"d": 2}]}, "x": 1}})["thread_id"]
    assert found(ask, metadata={"odd": True}) == [five[3], five[1]]
    assert found(ask, metadata={"odd": True, "n": 1}) == [five[1]]
    assert found(ask, metadata={"a": {"b": {"c": [{"d": 2}]}}}) == [nested]
    assert found(ask, metadata={"a": {"b": {"c": [3]}}}) == []
    assert found(ask, metadata={}) == [nested, *five[::-1]]


def test_values_choose_by_containment_and_threads_without_values_are_no_trouble(ask, five):
    talk = ask.conversation("hi", "there")["thread_id"]
    assert found(ask, values={"messages": [{"content": "there"}]}) == [talk]
    assert found(ask, values={"messages": [{"content": "nobody"}]}) == []
    assert found(ask, values={}) == [talk, *five[::-1]]


def test_status_chooses(ask, five):
    talk = ask.conversation("hi")["thread_id"]
    assert found(ask, status="interrupted") == [talk]
    assert found(ask, status="idle") == five[::-1]
    assert found(ask, status="busy") == []


def test_the_filters_hold_together(ask, five):
    assert found(ask, ids=five[:3], metadata={"odd": False}, status="idle") == [five[2], five[0]]


@pytest.mark.parametrize("field", ["thread_id", "created_at", "updated_at", "state_updated_at", "status"])
def test_each_field_sorts_in_both_directions(ask, five, field):
    ask("update_thread", {}, thread_id=five[2])
    ask.conversation("hi")
    up = ask.json("search_threads", {"sort_by": field, "sort_order": "asc"})
    down = ask.json("search_threads", {"sort_by": field, "sort_order": "desc"})
    assert [thread[field] for thread in up] == sorted(thread[field] for thread in up)
    assert down == up[::-1]


@pytest.mark.parametrize("field", ["thread_id", "created_at", "updated_at", "state_updated_at", "status"])
def test_pages_are_complete_and_do_not_overlap(ask, five, field):
    pages = [found(ask, sort_by=field, limit=2, offset=offset) for offset in (0, 2, 4)]
    assert [len(page) for page in pages] == [2, 2, 1]
    assert sorted(chain(*pages)) == sorted(five)


def test_ten_are_found_if_nobody_says_how_many(ask):
    for _ in range(11):
        ask.thread()
    assert len(found(ask)) == 10
    assert len(found(ask, limit=1000)) == 11


def test_numbers_may_be_written_as_floats(ask, five):
    assert found(ask, limit=2.0, offset=1.0) == five[3:1:-1]


@pytest.mark.parametrize(
    ("limit", "offset", "total", "following"),
    [(2, 0, 3, 2), (2, 2, 5, 4), (2, 4, 5, None), (5, 0, 5, None), (10, 3, 5, None)],
)
def test_the_headers_lead_to_the_next_page(ask, limit, offset, total, following):
    for _ in range(5):
        ask.thread()
    headers = {"X-Pagination-Total": str(total), "X-Pagination-Next": str(following)}
    if following is None:
        del headers["X-Pagination-Next"]
    assert ask("search_threads", {"limit": limit, "offset": offset}).headers == headers


@pytest.mark.parametrize("offset", [6, 2**62, 1e30])
def test_beyond_the_end_is_nothing(ask, five, offset):
    response = ask("search_threads", {"offset": offset})
    assert (response.body, response.headers) == ([], {"X-Pagination-Total": str(int(offset))})


def test_select_gives_only_the_chosen_fields(ask, five):
    assert ask.json("search_threads", {"select": ["thread_id", "status"], "limit": 1}) == [
        {"thread_id": five[4], "status": "idle"}
    ]


def test_selecting_nothing_is_no_selection(ask, five):
    assert ask.json("search_threads", {"select": []}) == ask.json("search_threads", {})


def test_extract_adds_what_paths_lead_to(ask):
    ask.conversation("hi")
    paths = {"title": "values.messages[0].content", "nothing": "metadata.nothing"}
    [thread] = ask.json("search_threads", {"select": ["status"], "extract": paths})
    assert thread == {"status": "interrupted", "extracted": {"title": "hi", "nothing": None}}
    [whole] = ask.json("search_threads", {"extract": paths})
    assert whole.pop("extracted") == thread["extracted"]
    assert [whole] == ask.json("search_threads", {})


def test_count_is_a_bare_integer_that_honours_the_filters(ask, five):
    ask.conversation("hi")
    assert ask.json("count_threads", {}) == 6
    assert ask.json("count_threads", {"metadata": {"odd": True}}) == 2
    assert ask.json("count_threads", {"status": "interrupted"}) == 1
    assert ask.json("count_threads", {"values": {"messages": [{"content": "hi"}]}}) == 1
    assert ask.json("count_threads", {"values": {"x": 1}}) == 0


def test_another_owner_finds_and_counts_nothing(ask, five):
    assert ask.json("search_threads", {"ids": five}, owner="bob") == []
    assert ask.json("count_threads", {}, owner="bob") == 0
