"""A method that there is not is an error, -32601."""

from contract_tests import demand
from contract_tests.rule import rule
from contract_tests.tool_use import code, request, succeed
from contract_tests.trial import Trial


@rule("mcp.unknown_method", operation="call_mcp", tier=3, feature="mcp")
def unknown_method(trial: Trial) -> None:
    succeed(trial, "ping")
    refused = request(trial, "tools/forget")
    demand.same(trial, refused, code(refused), -32601, "/error/code")
