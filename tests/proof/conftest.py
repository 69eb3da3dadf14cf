"""One stage for all proofs of a process, because running each check on the mock takes a while."""

import pytest
from miniatures.stage import stage


@pytest.fixture(scope="session")
def there():
    with stage() as built:
        yield built
