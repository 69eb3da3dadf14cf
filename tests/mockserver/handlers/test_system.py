"""Health and information about the server."""

from importlib.metadata import version

from mockserver.handlers import find


def test_it_is_alive(ask):
    assert ask.json("get_ok") == {"ok": True, "services": {}}
    assert ask.json("get_ok", query={"check_db": 1}) == {"ok": True, "services": {}}


def test_it_tells_its_version_and_that_of_langgraph(ask):
    info = ask.json("get_info")
    assert info["version"] == version("langgraph-contract")
    assert info["langgraph_py_version"] == version("langgraph")
    assert [name for name, there in info["flags"].items() if there] == ["assistants", "crons"]


def test_an_operation_without_a_handler_is_found_nowhere():
    for operation_id in ("no_operation", "_read", "states", "Response", ""):
        assert find(operation_id) is None
