"""The version that is made the latest is configured as it was: its config, and its context.

They say the same, and runs go by both.
"""

from contract_tests import demand
from contract_tests.resource import resources
from contract_tests.rule import rule
from contract_tests.trial import Trial
from contract_tests.versions import make_latest


@rule("assistants.latest.configuration", operation="set_latest_assistant_version", tier=2)
def configuration(trial: Trial) -> None:
    kind = resources(trial)
    own = kind.create(context={"colour": "red"})[kind.key]
    kind.patch(own, context={"colour": "blue"})
    make_latest(trial, own, 1)
    read = kind.read(own)
    configured = read.json["config"].get("configurable")
    demand.same(trial, read, configured, {"colour": "red"}, "/config/configurable")
    demand.same(trial, read, read.json["context"], {"colour": "red"}, "/context")
