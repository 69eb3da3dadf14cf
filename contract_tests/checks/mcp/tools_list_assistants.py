"""Each assistant is a tool, called by the assistant's name with underscores for spaces.

Why: Whoever sets up an assistant expects to find it among the tools of their client. Names with spaces are
refused by the interfaces of models, and with them the whole list.
https://modelcontextprotocol.io/specification/2025-06-18/server/tools#listing-tools
"""

from contract_tests.actions.mcp import tools
from contract_tests.harness import expect as demand
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial


@rule("mcp.tools_list.assistants", operation="call_mcp", tier=3, feature="mcp")
def assistants(trial: Trial) -> None:
    unique = trial.new_id()
    name = f"{unique} plans  trips (é)"
    trial.create_assistant(name=name)
    page, found = tools(trial, name)
    names = [tool["name"].removeprefix(unique) for tool in found]
    demand.same(trial, page, names, ["_plans_trips_"], "/result/tools")
