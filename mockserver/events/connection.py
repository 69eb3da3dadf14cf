"""One WebSocket connection: subscriptions and commands in, events and replies out."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from contextlib import aclosing
from typing import Any, Self

import orjson

from mockserver.errors import ScenarioError
from mockserver.events import run_commands
from mockserver.events.command_dispatch import Command, response_to
from mockserver.events.command_params import InputRespond, Reconnect, Subscribe, Unsubscribe, read
from mockserver.events.protocol_event import SequencedEvent
from mockserver.events.replay_buffer import ReplayBuffer
from mockserver.events.replies import CommandError, api_error, error
from mockserver.events.stream import last_seq, sequenced_events, translator_of
from mockserver.events.subscription import Subscription
from mockserver.events.thread_ref import ThreadRef
from mockserver.state.event_loop import interleaved

INPUT_REQUESTED = "input.requested"


class Connection:
    def __init__(self, ref: ThreadRef, send: Callable[[bytes], Awaitable[None]], sent: int) -> None:
        """Connect a client. `sent` is the number of the last event before the connection."""
        self._ref = ref
        self._send = send
        self._past = ReplayBuffer()
        """Events that a new subscription may replay."""
        self._subscriptions: dict[str, Subscription] = {}
        self._sent = sent
        """Number of the last event that was sent, or that preceded the connection."""
        self._turn = asyncio.Lock()
        """Held while events are sent, so that replayed events precede live ones."""
        self._methods = {
            "input.respond": self._respond,
            "subscription.subscribe": self._subscribe,
            "subscription.reconnect": self._reconnect,
            "subscription.unsubscribe": self._unsubscribe,
        }

    @classmethod
    async def opened(cls, ref: ThreadRef, send: Callable[[bytes], Awaitable[None]]) -> Self:
        return cls(ref, send, await last_seq(ref, translator_of(ref)))

    async def send_event(self) -> None:
        """Send events to subscribers until the stream of the thread ends."""
        async with aclosing(sequenced_events(self._ref, translator_of(self._ref))) as each:
            async for numbered in each:
                async with self._turn:
                    self._past.append(numbered)
                    if any(subscription.wants(numbered) for subscription in self._subscriptions.values()):
                        await self._send_events(numbered)

    async def receive(self, command: Command) -> None:
        """Execute the command and reply."""
        try:
            reply = await response_to(self._ref, command, self._methods, lambda: self._sent)
        except ScenarioError as problem:
            reply = error(command["id"], api_error(problem))
        await self._reply(reply)

    async def reject(self, command_id: int | None, reason: str) -> None:
        """Reply to an invalid command."""
        await self._reply(error(command_id, CommandError("invalid_argument", reason)))

    async def _respond(self, ref: ThreadRef, command: Command) -> Mapping[str, Any]:
        """Reject a namespace that differs from the one that this connection reported for the interrupt."""
        numbered_events = (numbered.event for numbered in self._past)
        namespaces = {
            each.data["interrupt_id"]: each.namespace
            for each in numbered_events
            if each.method == INPUT_REQUESTED
        }
        for entry in read(InputRespond, command).responses:
            namespace = tuple(entry.namespace)
            if namespaces.get(entry.interrupt_id, namespace) != namespace:
                raise CommandError(
                    "no_such_interrupt",
                    f"Interrupt {entry.interrupt_id} does not belong to namespace {entry.namespace}",
                )
        return await run_commands.respond(ref, command)

    async def _subscribe(self, _ref: ThreadRef, command: Command) -> Mapping[str, Any]:
        read(Subscribe, command)
        params = {**command["params"], "since": 0}
        return await self._install(self._ref.world.ids.subscription(), Subscription.read(params))

    async def _reconnect(self, _ref: ThreadRef, command: Command) -> Mapping[str, Any]:
        params = read(Reconnect, command)
        oldest = self._past.oldest
        if params.since + 1 < oldest:
            gap = f"params.since: must be at least {oldest - 1}; older events are no longer available"
            raise CommandError("resume_gap", gap, since=params.since, min_available_seq=oldest)
        name = params.subscription_id or self._ref.world.ids.subscription()
        return await self._install(name, Subscription.read(command["params"]))

    async def _unsubscribe(self, _ref: ThreadRef, command: Command) -> Mapping[str, Any]:
        name = read(Unsubscribe, command).subscription_id
        if self._subscriptions.pop(name, None) is None:
            raise CommandError("no_such_subscription", f"Unknown subscription: {name}")
        return {}

    async def _install(self, name: str, subscription: Subscription) -> Mapping[str, Any]:
        async with self._turn:
            replayed = [numbered for numbered in self._past if subscription.wants(numbered)]
            async for numbered in interleaved(replayed):
                await self._send_events(numbered)
            self._subscriptions[name] = subscription
        return {"subscription_id": name, "replayed_events": len(replayed)}

    async def _send_events(self, numbered: SequencedEvent) -> None:
        await self._send(numbered.encoded())
        self._sent = max(self._sent, numbered.seq)

    async def _reply(self, reply: Mapping[str, Any]) -> None:
        await self._send(orjson.dumps(reply))
