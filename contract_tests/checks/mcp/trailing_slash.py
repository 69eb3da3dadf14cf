"""`/mcp/` behaves like `/mcp`, or redirects to it with the method preserved.

Why: Users paste the URL with a slash or without, and clients keep it. A redirect that turns POST into GET
ends in 405, and the server seems to be missing.
https://modelcontextprotocol.io/specification/2025-06-18/basic/transports#streamable-http
"""

from contract_tests.actions.json_rpc import ACCEPT
from contract_tests.actions.mcp import succeed
from contract_tests.harness import expect
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial

KEEPING_THE_METHOD = (307, 308)


@rule("mcp.trailing_slash", operation="call_mcp", tier=3, feature="mcp")
def trailing_slash(trial: Trial) -> None:
    pinged = succeed(trial, "ping")
    answered = trial.raw("POST", "/mcp/", content=pinged.request.body, headers=ACCEPT)
    expect.status(trial, answered, 200, *KEEPING_THE_METHOD)
    if answered.status in KEEPING_THE_METHOD:
        elsewhere = answered.headers.get("location", "").partition("?")[0]
        expect.same(trial, answered, elsewhere[elsewhere.rfind("/") :], "/mcp", "Location")
    else:
        expect.same(trial, answered, answered.json, pinged.json)
