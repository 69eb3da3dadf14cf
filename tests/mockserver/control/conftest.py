"""Clients of the control plane."""

import asyncio
from dataclasses import dataclass
from functools import cache

import httpx
import pytest

from mockserver.app import create_app, make_sessions
from mockserver.settings import Settings
from patience import PATIENCE


@dataclass
class Tester:
    """A client of one mock in the event loop of the test."""

    http: httpx.AsyncClient
    sessions: object

    async def __call__(self, method, path, body=None, *, session=None, status=200, **words):
        """Return the JSON of the response, after checking its status."""
        headers = {**words.pop("headers", {}), **({"X-Mock-Session": session} if session else {})}
        if body is not None:
            words["json"] = body
        response = await self.http.request(method, path, headers=headers, **words)
        assert response.status_code == status, response.text
        return response.json() if response.content else None


@cache
def built(settings):
    """Return the sessions and the app for the settings; building takes a while."""
    sessions = make_sessions(settings)
    return sessions, create_app(settings, sessions=sessions)


@pytest.fixture
def tested():
    """Return a function that runs an async function with a `Tester` of a new mock."""

    def tested(act, **settings):
        async def main():
            known = Settings(**{"pace": 0, "validate_responses": True, **settings})
            sessions, app = built(known)
            transport = httpx.ASGITransport(app=app)
            async with (
                asyncio.timeout(PATIENCE),
                httpx.AsyncClient(transport=transport, base_url="http://mock") as http,
            ):
                try:
                    return await act(Tester(http, sessions))
                finally:
                    await sessions.delete_all()
                    await sessions.default.reset()

        return asyncio.run(main())

    return tested
