"""Settings of all tests."""

import httpx
from httpx._config import DEFAULT_TIMEOUT_CONFIG

from patience import PATIENCE

# httpx gives up after five seconds, which a loaded machine may need; there is no public way to change that.
for part in httpx.Timeout(None).as_dict():
    setattr(DEFAULT_TIMEOUT_CONFIG, part, PATIENCE)
