"""Owners for the reference server: whoever sends the same credentials is the same owner."""

from typing import Any

from langgraph_sdk import Auth

auth = Auth()


@auth.authenticate
async def identify(headers: dict[bytes, bytes]) -> str:
    credentials = headers.get(b"authorization") or headers.get(b"x-api-key")
    if not credentials:
        raise Auth.exceptions.HTTPException(status_code=401, detail="Credentials are required")
    return credentials.decode()


@auth.on
async def own(ctx: Auth.types.AuthContext, value: dict[str, Any]) -> dict[str, str]:
    """What an owner writes carries the owner's name; what the owner reads is filtered by it."""
    owner = {"owner": ctx.user.identity}
    value.setdefault("metadata", {}).update(owner)  # in place: the server reads this very dictionary
    return owner


@auth.on.assistants.read
@auth.on.assistants.search
async def see(ctx: Auth.types.AuthContext, value: dict[str, Any]) -> dict[str, Any]:
    """Everyone sees the assistants that the server makes of its graphs, beside their own."""
    return {"$or": [{"owner": ctx.user.identity}, {"created_by": "system"}]}


@auth.on.store
async def keep(ctx: Auth.types.AuthContext, value: dict[str, Any]) -> None:
    """The store knows no owners: a filter would be looked for in the values of the items."""
