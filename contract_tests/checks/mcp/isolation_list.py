"""The list of tools omits another owner's assistants.

Why: A model sees every listed tool. A stranger's tools reveal what they do, and are called by mistake.
https://modelcontextprotocol.io/specification/2025-06-18/server/tools#listing-tools
"""

from contract_tests.actions.mcp import new_tool, tools
from contract_tests.findings.finding import NotTestable
from contract_tests.harness import expect
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial


@rule("mcp.isolation.list", operation="call_mcp", tier=3, feature="mcp", identities=2)
def isolation_list(trial: Trial) -> None:
    name = new_tool(trial, other=True)
    own, there = tools(trial, name, other=True)
    if not there:
        raise NotTestable("an owner does not see the tool of their own assistant", own)
    page, found = tools(trial, name)
    expect.same(trial, page, len(found), 0, "/result/tools")
