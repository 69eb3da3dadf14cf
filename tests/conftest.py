"""Settings of all tests."""

import gc

import httpx
from httpx._config import DEFAULT_TIMEOUT_CONFIG

from patience import PATIENCE

# httpx times out after five seconds, too short on a loaded machine; it has no public setting for the default.
for part in httpx.Timeout(None).as_dict():
    setattr(DEFAULT_TIMEOUT_CONFIG, part, PATIENCE)


def pytest_collection_finish():
    """Keep the garbage collector from scanning modules and tests again, which takes 7 % of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000)
