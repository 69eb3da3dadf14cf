"""The authenticated user, as passed to graphs."""

from collections.abc import Mapping
from typing import Any


class User(dict[str, Any]):
    """A mapping that is also readable by attributes, as on the reference server; an object in JSON."""

    @classmethod
    def of(cls, owner: str) -> "User":
        """Return the user; requests without credentials have one, too."""
        known = {"identity": owner, "is_authenticated": bool(owner), "display_name": owner}
        return cls({**known, "permissions": []} if owner else known)

    @property
    def identity(self) -> str:
        return str(self["identity"])

    @property
    def is_authenticated(self) -> bool:
        return bool(self["is_authenticated"])

    @property
    def display_name(self) -> str:
        return str(self["display_name"])

    @property
    def permissions(self) -> list[str]:
        return list(self.get("permissions", ()))

    def dict(self) -> Mapping[str, Any]:
        return {**self}


def authentication(owner: str, user: User | None) -> dict[str, Any]:
    """Return the user's keys of `config.configurable`. Clients can't set them."""
    return {
        "langgraph_auth_user": user,
        "langgraph_auth_user_id": owner,
        "langgraph_auth_permissions": user.permissions if user else [],
    }
