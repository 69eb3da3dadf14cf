"""Paths of `extract`: they lead into a thread or nowhere; errors name the field of an invalid one."""

import pytest

from mockserver.errors import InvalidRequest
from mockserver.state.extract import Extract
from mockserver.state.threads import Thread

THREAD = Thread(
    thread_id="t",
    owner="alice",
    created_at="",
    updated_at="",
    state_updated_at="",
    metadata={"tags": ["a", "b"], "nested": {"deep": [[1, 2], [3, 4]]}, "null": None},
    values={"messages": [{"content": "first"}, {"content": "last"}]},
    interrupts={"1f-2e": [{"value": "sure?"}]},
)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("metadata.tags", ["a", "b"]),
        ("values.messages[0].content", "first"),
        ("values.messages[-1].content", "last"),
        ("metadata.nested.deep[1][0]", 3),
        ("interrupts.1f-2e[0].value", "sure?"),
        ("config", {}),
        ("values.messages[2]", None),
        ("values.messages[-3]", None),
        ("values.messages.content", None),
        ("metadata[0]", None),
        ("metadata.null.more", None),
        ("metadata.nothing", None),
        ("values.messages[" + "9" * 5000 + "]", None),
    ],
)
def test_a_path_selects_a_value_or_null(path, value):
    assert Extract.from_json({"x": path}).from_thread(THREAD) == {"x": value}


@pytest.mark.parametrize(
    "path", ["", "status", "thread_id", ".values", "values.", "values..x", "values[x]", "values[0", "valuesx"]
)
def test_a_bad_path_is_rejected_by_name(path):
    with pytest.raises(InvalidRequest) as raised:
        Extract.from_json({"title": path})
    assert raised.value.field == "body.extract.title"


@pytest.mark.parametrize("alias", ["", "a b", "1st", "a-b", "a\n", "ä"])
def test_an_alias_must_be_an_identifier(alias):
    with pytest.raises(InvalidRequest, match=r"body\.extract"):
        Extract.from_json({alias: "values"})


def test_at_most_ten_paths_are_accepted():
    Extract.from_json({f"x{n}": "values" for n in range(10)})
    with pytest.raises(InvalidRequest, match="not 11"):
        Extract.from_json({f"x{n}": "values" for n in range(11)})
