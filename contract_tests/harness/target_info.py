"""What the target says of itself in `GET /info`: features that it does not have need not be asked for."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus

from contract_tests.client.exchange import Request
from contract_tests.client.target import NoAnswer, Target
from contract_tests.contract import Json

ASKED = ("/threads/search", "/assistants/search")
"""What a target that asks for credentials at all asks them for. Two, for one may be what is wrong."""


@dataclass(frozen=True)
class Guard:
    _seen: dict[str, bool] = field(default_factory=dict, init=False, repr=False, compare=False)

    def is_up(self, target: Target) -> bool:
        if "up" not in self._seen:
            self._seen["up"] = any(_refuses(target, path) for path in ASKED)
        return self._seen["up"]


def _refuses(target: Target, path: str) -> bool:
    try:
        answer = target.send(Request("POST", path, body=b"{}"), owner="nobody")
    except NoAnswer:
        return False
    return answer.status == HTTPStatus.UNAUTHORIZED


@dataclass(frozen=True)
class Flags:
    _said: dict[str, Json] = field(default_factory=dict, init=False, repr=False, compare=False)
    """`flags`, once it was asked."""

    def deny(self, feature: str, target: Target) -> bool:
        """Whether the target says that it lacks the feature. Who says nothing may have it."""
        if "flags" not in self._said:
            self._said["flags"] = _flags(target)
        return self._said["flags"].get(feature) is False


def _flags(target: Target) -> Mapping[str, Json]:
    try:
        info = target.send(Request("GET", "/info")).json
    except NoAnswer:
        return {}
    flags = info.get("flags") if isinstance(info, dict) else None
    return flags if isinstance(flags, dict) else {}
