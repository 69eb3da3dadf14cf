"""Authentication for the reference server: equal credentials identify the same owner."""

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
    """Tag everything an owner writes with the owner's name, and filter reads by it."""
    owner = {"owner": ctx.user.identity}
    value.setdefault("metadata", {}).update(owner)  # in place, because the server reads this dictionary
    return owner


@auth.on.assistants.read
@auth.on.assistants.search
async def see(ctx: Auth.types.AuthContext, value: dict[str, Any]) -> dict[str, Any]:
    """Let owners read their own assistants and those that the server makes of its graphs."""
    return {"$or": [{"owner": ctx.user.identity}, {"created_by": "system"}]}


@auth.on.store
async def keep(ctx: Auth.types.AuthContext, value: dict[str, Any]) -> None:
    """Leave the store unfiltered: a filter would be applied to the values of the items, not to owners."""
