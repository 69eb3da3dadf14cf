"""Info tells the server's version."""

from contract_tests.rule import rule
from contract_tests.trial import Trial


@rule("system.info.version", operation="get_info", tier=3)
def version(trial: Trial) -> None:
    info = trial.need(trial.call("get_info"))
    trial.expect(
        any(character.isdigit() for character in info.json["version"]),
        expected="a version, with a number in it",
        received=repr(info.json["version"]),
        exchange=info,
        pointer="/version",
    )
