"""Subscription commands over HTTP. Their subscriptions end with the request and deliver no events."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from mockserver.events.command_dispatch import Command, Method, response_to
from mockserver.events.command_params import Reconnect, Subscribe, Unsubscribe, read
from mockserver.events.replies import CommandError
from mockserver.events.stream import last_seq, translator_of
from mockserver.events.thread_ref import ThreadRef


async def by_request(ref: ThreadRef, command: Command) -> dict[str, Any]:
    before = await last_seq(ref, translator_of(ref))
    return await response_to(ref, command, METHODS, lambda: before)


async def _subscribe(ref: ThreadRef, command: Command) -> Mapping[str, Any]:
    read(Subscribe, command)
    return {"subscription_id": ref.world.ids.subscription(), "replayed_events": 0}


async def _reconnect(_ref: ThreadRef, command: Command) -> Mapping[str, Any]:
    read(Reconnect, command)
    raise CommandError("no_such_run", "No active run is bound to this thread.")


async def _unsubscribe(_ref: ThreadRef, command: Command) -> Mapping[str, Any]:
    raise CommandError(
        "no_such_subscription", f"Unknown subscription: {read(Unsubscribe, command).subscription_id}"
    )


METHODS: Mapping[str, Method] = MappingProxyType(
    {
        "subscription.subscribe": _subscribe,
        "subscription.reconnect": _reconnect,
        "subscription.unsubscribe": _unsubscribe,
    }
)
