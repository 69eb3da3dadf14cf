"""What the target says of itself in `GET /info`: features that it does not have need not be asked for."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from contract_tests.contract import Json
from contract_tests.exchange import Request
from contract_tests.target import NoAnswer, Target


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
