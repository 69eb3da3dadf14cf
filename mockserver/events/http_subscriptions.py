"""Subscription commands over HTTP. Their subscriptions end with the request and deliver no events."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from mockserver.events.command_params import Reconnect, Subscribe, Unsubscribe, read
from mockserver.events.commands import Command, Method, answered
from mockserver.events.replies import Refused
from mockserver.events.stream import last_seq, narrator
from mockserver.events.thread_ref import Where


async def by_request(where: Where, command: Command) -> dict[str, Any]:
    before = await last_seq(where, narrator(where))
    return await answered(where, command, METHODS, lambda: before)


async def _subscribe(where: Where, command: Command) -> Mapping[str, Any]:
    read(Subscribe, command)
    return {"subscription_id": where.world.ids.subscription(), "replayed_events": 0}


async def _reconnect(_where: Where, command: Command) -> Mapping[str, Any]:
    read(Reconnect, command)
    raise Refused("no_such_run", "No active run is bound to this thread.")


async def _unsubscribe(_where: Where, command: Command) -> Mapping[str, Any]:
    raise Refused(
        "no_such_subscription", f"Unknown subscription: {read(Unsubscribe, command).subscription_id}"
    )


METHODS: Mapping[str, Method] = MappingProxyType(
    {
        "subscription.subscribe": _subscribe,
        "subscription.reconnect": _reconnect,
        "subscription.unsubscribe": _unsubscribe,
    }
)
