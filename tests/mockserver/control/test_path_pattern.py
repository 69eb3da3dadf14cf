"""Patterns of paths: what they match, and that no pattern takes long."""

import pytest

from mockserver.control.request_match import path_pattern


@pytest.mark.parametrize(
    ("pattern", "path", "matches"),
    [
        ("/threads", "/threads", True),
        ("/threads", "/threads/", False),
        ("/threads/*", "/threads/1", True),
        ("/threads/*", "/threads/1/runs", False),
        ("/threads/*", "/threads/", False),
        ("/threads/{thread_id}/runs", "/threads/1/runs", True),
        ("/threads/**", "/threads/1/runs/2", True),
        ("/**/runs", "/threads/1/runs", True),
        ("/a.b", "/axb", False),
        ("/a+(b)[c] d#e-f&g~h", "/a+(b)[c] d#e-f&g~h", True),
        ("/ä/\n*", "/ä/\nö", True),
        ("/a", "/a\n", False),
        ("/**", "/a\nb", True),
    ],
)
def test_match(pattern, path, matches):
    assert path_pattern(pattern)(path) is matches


@pytest.mark.parametrize("pattern", ["/" + "**/" * 300 + "x", "/" + "*a" * 490, "/" + "{x}a" * 240])
def test_matching_takes_linear_time(pattern):
    assert not path_pattern(pattern)("/" + "a/" * 2000 + "b")
    assert not path_pattern(pattern)("/" + "a" * 4000 + "b")
