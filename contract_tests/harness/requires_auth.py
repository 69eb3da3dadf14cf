"""Property of the target: whether it requires credentials."""

from dataclasses import dataclass, field

from contract_tests.client.exchange import Request
from contract_tests.client.target import REFUSALS, SEARCHES, NoResponse, Owner, Target


@dataclass(frozen=True)
class RequiresAuth:
    _seen: dict[Owner, bool] = field(default_factory=dict, init=False, repr=False, compare=False)

    def is_up(self, target: Target, stranger: Owner = "nobody") -> bool:
        """Return whether requests without credentials, or with unknown ones, are rejected."""
        if stranger not in self._seen:
            self._seen[stranger] = any(_refuses(target, path, stranger) for path in SEARCHES)
        return self._seen[stranger]


def _refuses(target: Target, path: str, stranger: Owner) -> bool:
    try:
        response = target.send(Request("POST", path, body=b"{}"), owner=stranger)
    except NoResponse:
        return False
    return response.status in REFUSALS or response.is_redirect or response.is_page
