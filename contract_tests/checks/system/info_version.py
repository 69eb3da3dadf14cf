"""Info tells the server's version.

Why: agent-chat-ui and agent-inbox ask `/info` whether there is a server at all. A version tells humans
which one it is when they report a mistake; no chat frontend reads it.
https://github.com/langchain-ai/agent-chat-ui/blob/fdc87e653075/src/providers/Stream.tsx#L60
"""

from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial


@rule("system.info.version", operation="get_info", tier=3, level="should")
def version(trial: Trial) -> None:
    info = trial.need(trial.call("get_info"))
    trial.expect(
        any(character.isdigit() for character in info.json["version"]),
        expected="a version, with a number in it",
        received=repr(info.json["version"]),
        exchange=info,
        pointer="/version",
    )
