"""A created cron has the settings of the request: its own as fields, those of its runs in `payload`.

Why: Cron runs start unattended. Before they start, only the cron shows whether they will interrupt, store
or stream as intended.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/cron.py#L179
"""

from contract_tests.actions import crons
from contract_tests.actions.threads import human_message
from contract_tests.contract import Json
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext
from contract_tests.operation_groups import CREATING_RUNS_LATER

OF_THE_CRON: dict[str, Json] = {
    "enabled": False,
    "end_time": "2099-01-01T00:00:00Z",
    "on_run_completed": "keep",
}
OF_ITS_RUNS: dict[str, Json] = {
    "input": {"messages": [human_message("m1")]},
    "context": {"colour": "red"},
    "interrupt_before": ["agent"],
    "interrupt_after": ["tools"],
    "durability": "exit",
    "multitask_strategy": "interrupt",
    "stream_mode": ["updates"],
    "stream_subgraphs": True,
    "stream_resumable": True,
}
STEPS, TAGS = 7, ["red", "blue"]
"""Values of `recursion_limit` and `tags`, the only keys of `config` that are compared: servers add others."""


@check("crons.create.settings", operations=CREATING_RUNS_LATER, tier=3, level="should", feature="crons")
def create_settings(ctx: CheckContext) -> None:
    contract = ctx.run_context.contract
    accepted = contract.whole(ctx.operation.body or {})["properties"]
    own = {name: value for name, value in OF_THE_CRON.items() if name in accepted}
    of_runs = {name: value for name, value in OF_ITS_RUNS.items() if name in accepted}
    given = {"recursion_limit": STEPS, "tags": TAGS}
    cron = ctx.need(crons.create_or_update(ctx, **own, **of_runs, config=given))
    for name, value in own.items():
        expect.equal(ctx, cron, cron.json[name], value, f"/{name}")
    payload = cron.json["payload"]
    for name, value in of_runs.items():
        expect.equal(ctx, cron, payload.get(name), value, f"/payload/{name}")
    config = payload.get("config", {})
    for name, value in given.items():
        expect.equal(ctx, cron, config.get(name), value, f"/payload/config/{name}")
