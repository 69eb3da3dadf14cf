"""Properties of the target: whether it requires credentials, and the feature flags of `GET /info`."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus

from contract_tests.client.exchange import Request
from contract_tests.client.target import NoResponse, Target
from contract_tests.contract import Json

AUTH_PROBES = ("/threads/search", "/assistants/search")
"""Operations that require credentials on any target that has authentication.

There are two, since one of them may be the faulty one.
"""


@dataclass(frozen=True)
class RequiresAuth:
    _seen: dict[str, bool] = field(default_factory=dict, init=False, repr=False, compare=False)

    def is_up(self, target: Target) -> bool:
        if "up" not in self._seen:
            self._seen["up"] = any(_refuses(target, path) for path in AUTH_PROBES)
        return self._seen["up"]


def _refuses(target: Target, path: str) -> bool:
    try:
        response = target.send(Request("POST", path, body=b"{}"), owner="nobody")
    except NoResponse:
        return False
    return response.status == HTTPStatus.UNAUTHORIZED


@dataclass(frozen=True)
class InfoFlags:
    _said: dict[str, Json] = field(default_factory=dict, init=False, repr=False, compare=False)
    """Value of `flags`, once it has been read."""

    def deny(self, feature: str, target: Target) -> bool:
        """Return whether the target reports that it lacks the feature.

        A target that reports no flags may still offer the feature.
        """
        if "flags" not in self._said:
            self._said["flags"] = _flags(target)
        return self._said["flags"].get(feature) is False


def _flags(target: Target) -> Mapping[str, Json]:
    try:
        info = target.send(Request("GET", "/info")).json
    except NoResponse:
        return {}
    flags = info.get("flags") if isinstance(info, dict) else None
    return flags if isinstance(flags, dict) else {}
