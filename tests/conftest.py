"""Settings of all tests."""

import httpx
from httpx._config import DEFAULT_TIMEOUT_CONFIG

from patience import PATIENCE

# httpx times out after five seconds, too short on a loaded machine; it has no public setting for the default.
for part in httpx.Timeout(None).as_dict():
    setattr(DEFAULT_TIMEOUT_CONFIG, part, PATIENCE)
