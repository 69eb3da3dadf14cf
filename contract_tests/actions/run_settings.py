"""Settings of a run, and their comparison with those that the run shows in `kwargs`."""

from collections.abc import Mapping

from contract_tests.client.exchange import Exchange
from contract_tests.contract import Json
from contract_tests.findings.finding import Blocked, Skipped
from contract_tests.harness import expect
from contract_tests.harness.check_context import CheckContext

TAGS = ["red", "blue"]

SHOWN: Mapping[str, Json] = {
    "feedback_keys": ["helpful"],
    "stream_mode": ["updates"],
    "stream_resumable": True,
    "stream_subgraphs": True,
}
"""Fields of the request. `kwargs` has them under these names, or without `stream_` in front."""

OPTIONAL: Mapping[str, Json] = {
    "checkpoint_during": False,
    "context": {"language": "de"},
    "durability": "exit",
}
"""Fields of the request that `kwargs` may lack."""

SETTINGS: Mapping[str, Json] = {**SHOWN, **OPTIONAL, "config": {"tags": TAGS}}


def expect_settings(ctx: CheckContext, listed: Exchange) -> Json:
    """Require that the only listed run shows the settings, and return it.

    Raises:
        Blocked: not exactly one run is listed.
        Skipped: `kwargs` has another form.

    """
    if len(listed.json) != 1:
        raise Blocked("the run is not listed", listed)
    run = listed.json[0]
    kwargs = run["kwargs"]
    names = {name: _name_in(kwargs, name) for name in SHOWN}
    if not any(name in kwargs for name in names.values()):
        raise Skipped("the run's `kwargs` do not have the documented form", listed)
    tags = (kwargs.get("config") or {}).get("tags")
    expect.equal(ctx, listed, tags, TAGS, "/*/kwargs/config/tags")
    for name, value in SHOWN.items():
        expect.equal(ctx, listed, kwargs.get(names[name]), value, f"/*/kwargs/{names[name]}")
    for name, value in OPTIONAL.items():
        expect.equal(ctx, listed, kwargs.get(name, value), value, f"/*/kwargs/{name}")
    return run


def _name_in(kwargs: Mapping[str, Json], name: str) -> str:
    return name if name in kwargs else name.removeprefix("stream_")
