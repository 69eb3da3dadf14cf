"""`GET /info` returns the server's version.

Why: agent-chat-ui and agent-inbox request `/info` to see whether the server is running at all. Humans need
the version when they report a bug; no chat frontend reads it.
https://github.com/langchain-ai/agent-chat-ui/blob/fdc87e653075/src/providers/Stream.tsx#L60
"""

from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("system.info.version", operation="get_info", tier=3, level="should")
def version(ctx: CheckContext) -> None:
    info = ctx.need(ctx.call("get_info"))
    ctx.expect(
        any(character.isdigit() for character in info.json["version"]),
        expected="a version, with a number in it",
        received=repr(info.json["version"]),
        exchange=info,
        pointer="/version",
    )
