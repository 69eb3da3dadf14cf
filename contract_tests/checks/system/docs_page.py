"""The documentation is an HTML page.

Why: Humans read it in a browser; no client does.
"""

from contract_tests.harness.expect import offered
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial


@rule("system.docs.page", operation="get_docs", tier=3, level="should", feature="docs")
def page(trial: Trial) -> None:
    shown = offered(trial, trial.call("get_docs"))
    trial.expect(
        b"<html" in shown.response.content.lower(),
        expected="an HTML page",
        received="another text",
        exchange=shown,
    )
