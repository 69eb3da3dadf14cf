"""Whether the target asks for credentials: then whatever may refuse a request without them has to."""

from dataclasses import dataclass, field
from http import HTTPStatus

from contract_tests.exchange import Request
from contract_tests.target import NoAnswer, Target

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
