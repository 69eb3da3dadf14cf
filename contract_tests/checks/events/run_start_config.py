"""The `config` of `run.start` is the config of the run.

Why: `submit(input, {config})` sends tags, limits and the settings of an agent. If they are lost, the agent
runs with other settings than the page shows.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/stream.py#L169
"""

from contract_tests.actions.events import start_run
from contract_tests.actions.resources import create_thread
from contract_tests.actions.runs import read_run
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext

CONFIG = {"tags": ["red", "blue"], "recursion_limit": 23}


@check("events.run_start.config", operation="send_command", tier=3, level="should", feature="event_streaming")
def config(ctx: CheckContext) -> None:
    thread_id = create_thread(ctx)["thread_id"]
    run_id = start_run(ctx, thread_id, config={**CONFIG, "configurable": {"colour": "red"}})
    run = read_run(ctx, {"thread_id": thread_id, "run_id": run_id})
    kept = run.json["kwargs"].get("config") or {}
    for name, value in CONFIG.items():
        expect.equal(ctx, run, kept.get(name), value, f"/kwargs/config/{name}")
    colour = (kept.get("configurable") or {}).get("colour")
    expect.equal(ctx, run, colour, "red", "/kwargs/config/configurable/colour")
