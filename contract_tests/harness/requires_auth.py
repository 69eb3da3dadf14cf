"""Property of the target: whether it requires credentials."""

from dataclasses import dataclass, field
from http import HTTPStatus

from contract_tests.client.exchange import Request
from contract_tests.client.target import NoResponse, Owner, Target

AUTH_PROBES = ("/threads/search", "/assistants/search")
"""Operations that require credentials on any target that has authentication.

There are two, since one of them may be the faulty one.
"""

REFUSALS = (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN)
"""Statuses of a refusal. Some servers redirect to a login page, or send it, instead."""


@dataclass(frozen=True)
class RequiresAuth:
    _seen: dict[Owner, bool] = field(default_factory=dict, init=False, repr=False, compare=False)

    def is_up(self, target: Target, stranger: Owner = "nobody") -> bool:
        """Return whether requests without credentials, or with unknown ones, are rejected."""
        if stranger not in self._seen:
            self._seen[stranger] = any(_refuses(target, path, stranger) for path in AUTH_PROBES)
        return self._seen[stranger]


def _refuses(target: Target, path: str, stranger: Owner) -> bool:
    try:
        response = target.send(Request("POST", path, body=b"{}"), owner=stranger)
    except NoResponse:
        return False
    return response.status in REFUSALS or response.is_redirect or response.is_page
