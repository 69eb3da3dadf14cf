"""A query of the control plane has no unknown parameters: a misspelt one would be without effect."""

import pytest


@pytest.mark.parametrize(
    ("path", "detail"),
    [
        ("/_mock/journal?operaton=wait_run", "query operaton: unknown parameter; did you mean 'operation'?"),
        ("/_mock/threads?page=2", "query page: unknown parameter; use limit, offset"),
        ("/_mock/faults?id=a", "query id: unknown parameter; the operation has none"),
    ],
)
def test_an_unknown_parameter_is_rejected(tested, path, detail):
    assert tested(lambda mock: mock("GET", path, status=422)) == {"detail": detail}


@pytest.mark.parametrize("path", ["/_mock/journal?operation=wait_run&", "/_mock/faults", "/_mock/clock"])
def test_each_operation_accepts_the_session(tested, path):
    query = "&mock_session=own" if "?" in path else "?mock_session=own"
    tested(lambda mock: mock("GET", path + query))


def test_the_langgraph_api_ignores_unknown_parameters(tested):
    tested(lambda mock: mock("GET", "/info?page=2"))
