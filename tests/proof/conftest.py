"""One stage for all proofs of a process, because running each check on the mock takes a while."""

import pytest
from miniatures.stage import stage


@pytest.fixture(scope="session")
def harness(pytestconfig):
    """Yield the stage. Without the slow tests, it samples the checks."""
    with stage(is_sample=pytestconfig.option.markexpr == "not slow") as built:
        yield built
