"""Paths and methods that select an operation."""

import pytest

from mockserver.errors import MethodNotAllowed
from mockserver.http.request.path_router import Routes


@pytest.fixture
def routes():
    routes = Routes()
    for method, path in [
        ("get", "/threads/{thread_id}"),
        ("patch", "/threads/{thread_id}"),
        ("post", "/threads/search"),
        ("get", "/threads/{thread_id}/state"),
        ("get", "/files/{name}.json"),
    ]:
        routes.add(method, path, f"{method} {path}")
    return routes


def test_a_template_gives_the_values_of_its_parameters(routes):
    template, values = routes.find("/threads/abc")
    assert template.operation("GET") == "get /threads/{thread_id}"
    assert values == {"thread_id": "abc"}


def test_a_concrete_path_comes_before_one_with_parameters(routes):
    template, values = routes.find("/threads/search")
    assert template.operation("POST") == "post /threads/search"
    assert values == {}


def test_a_parameter_may_be_a_part_of_a_segment(routes):
    assert routes.find("/files/a.b.json")[1] == {"name": "a.b"}


@pytest.mark.parametrize(
    "path", ["", "/", "/threads", "/threads/", "/threads/a/b", "/threads//state", "/Threads/a"]
)
def test_other_paths_are_not_found(routes, path):
    assert routes.find(path) is None


def test_a_parameter_may_hold_anything_but_a_slash(routes):
    for value in ("a b", "ä", "\n", "{thread_id}", ".", "\x00"):
        assert routes.find(f"/threads/{value}")[1] == {"thread_id": value}


def test_a_wrong_method_lists_the_allowed_ones(routes):
    template, _ = routes.find("/threads/abc")
    with pytest.raises(MethodNotAllowed) as raised:
        template.operation("PUT")
    assert raised.value.headers == {"Allow": "GET, HEAD, PATCH"}


def test_head_is_routed_like_get(routes):
    assert routes.find("/threads/abc")[0].operation("HEAD") == "get /threads/{thread_id}"
    with pytest.raises(MethodNotAllowed):
        routes.find("/threads/search")[0].operation("HEAD")
