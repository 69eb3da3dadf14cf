"""A run shows the settings of its request in `kwargs`, and its multitask strategy as a field.

A target whose `kwargs` has another form is skipped.

Why: A run whose `config.tags` or stream modes are lost on the way behaves differently than requested, and
traces cannot be filtered by tag. `kwargs` is the only place that shows it.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/runs.py#L906
"""

from collections.abc import Mapping

from contract_tests.actions.resources import create_thread
from contract_tests.actions.runs import list_runs, start_run
from contract_tests.contract import Json
from contract_tests.findings.finding import Blocked, Skipped
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext
from contract_tests.operation_groups import STARTING_ON_A_THREAD

TAGS = ["red", "blue"]

SETTINGS: Mapping[str, Json] = {
    "feedback_keys": ["helpful"],
    "stream_mode": ["updates"],
    "stream_resumable": True,
    "stream_subgraphs": True,
}
"""Fields of the request. `kwargs` has them under these names, or without `stream_` in front."""

OPTIONAL: Mapping[str, Json] = {"checkpoint_during": False, "durability": "exit"}
"""Fields of the request that `kwargs` need not have."""


@check("runs.create.settings", operations=STARTING_ON_A_THREAD, tier=2, level="should")
def settings(ctx: CheckContext) -> None:
    thread_id = create_thread(ctx)["thread_id"]
    given = {**SETTINGS, **OPTIONAL, "config": {"tags": TAGS}, "multitask_strategy": "interrupt"}
    ctx.need(start_run(ctx, thread_id, ctx.operation.id, **given))
    listed = list_runs(ctx, thread_id)
    if len(listed.json) != 1:
        raise Blocked("the run is not listed", listed)
    run = listed.json[0]
    expect.equal(ctx, listed, run["multitask_strategy"], "interrupt", "/*/multitask_strategy")
    kwargs = run["kwargs"]
    shown = {name: _name_in(kwargs, name) for name in SETTINGS}
    if not any(name in kwargs for name in shown.values()):
        raise Skipped("`kwargs` of the run has another form", listed)
    tags = (kwargs.get("config") or {}).get("tags")
    expect.equal(ctx, listed, tags, TAGS, "/*/kwargs/config/tags")
    for name, value in SETTINGS.items():
        expect.equal(ctx, listed, kwargs.get(shown[name]), value, f"/*/kwargs/{shown[name]}")
    for name, value in OPTIONAL.items():
        expect.equal(ctx, listed, kwargs.get(name, value), value, f"/*/kwargs/{name}")


def _name_in(kwargs: Mapping[str, Json], name: str) -> str:
    return name if name in kwargs else name.removeprefix("stream_")
