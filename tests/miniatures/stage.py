"""The stage: where rules meet a miniature, in this process. The exchanges are as over a network."""

import asyncio
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property

import httpx
from starlette.types import ASGIApp

from contract_tests import checks
from contract_tests.conformity import PARTS, Conformity
from contract_tests.contract import Contract, load
from contract_tests.exchange import Exchange
from contract_tests.finding import Outcome
from contract_tests.generate import Generator
from contract_tests.rule import Rule, discover
from contract_tests.shape import judge_by
from contract_tests.target import Target
from contract_tests.trial import Setting
from contract_tests.validity import Validity
from miniatures.miniature import Miniature, finder
from miniatures.remembering import remembering
from miniatures.words import OWNERS
from mockserver import handlers
from mockserver.app import create_app
from mockserver.call import Answer, Call
from mockserver.handlers import Handler
from mockserver.state.world import World


class InProcess(httpx.BaseTransport):
    """Takes a request to an ASGI app and waits for its answer."""

    def __init__(self, app: ASGIApp, runner: asyncio.Runner) -> None:
        self._transport = httpx.ASGITransport(app)
        self._runner = runner

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        return self._runner.run(self._answer(request))

    async def _answer(self, request: httpx.Request) -> httpx.Response:
        answer = await self._transport.handle_async_request(request)
        content = await answer.aread()
        return httpx.Response(answer.status_code, headers=answer.headers, content=content)


@dataclass(frozen=True)
class Item:
    """A rule, and an operation that it holds for."""

    rule: Rule
    operation: str

    @property
    def name(self) -> str:
        return self.rule.name(self.operation)


ITEMS = tuple(Item(rule, operation) for rule in discover(checks) for operation in rule.operations)


class Stage:
    """One mock, made once, whose world is another one for each setting."""

    def __init__(self, contract: Contract, runner: asyncio.Runner) -> None:
        self.contract = contract
        self._judge = remembering(judge_by(contract))
        self._runner = runner
        self._world = World()
        self._mock = create_app(find=self._handler)

    @contextmanager
    def setting(self, miniature: Miniature | None = None) -> Iterator[Setting]:
        """The miniature, or the mock as it is, as a target. Ids and times repeat."""
        self._world = World(seed=0)
        server = miniature.server(self._mock, self.contract) if miniature else self._mock
        target = Target("http://miniature", OWNERS, InProcess(server, self._runner))
        yield Setting(target, self.contract, self._judge, Validity(self.contract))
        target.close()

    def conduct(self, items: Iterable[Item], miniature: Miniature | None = None) -> dict[Item, Outcome]:
        with self.setting(miniature) as setting:
            return {item: item.rule.conduct(setting, self.contract.by_id[item.operation]) for item in items}

    def conformity(self, operation: str, miniature: Miniature | None = None) -> list[Outcome]:
        """What scripted and generated requests find."""
        with self.setting(miniature) as setting:
            generator = Generator(self.contract, setting.validity, setting.seed)
            known = self.contract.by_id[operation]
            return [Conformity(setting, generator, known, part).conduct() for part in PARTS]

    @cached_property
    def on_the_mock(self) -> dict[Item, Outcome]:
        return self.conduct(ITEMS)

    def listening(self, miniature: Miniature) -> Iterator[Item]:
        """Items that hear an answer it has a hand in. The others hear what they hear on the mock."""
        find = finder(self.contract)
        for item, outcome in self.on_the_mock.items():
            if miniature.places & {find(each.request.method, _path(each)) for each in outcome.exchanges}:
                yield item

    def _handler(self, operation_id: str) -> Handler | None:
        handler = handlers.find(operation_id)

        async def answer(_world: World, call: Call) -> Answer:
            return await handler(self._world, call)

        return answer if handler else None


def _path(exchange: Exchange) -> str:
    return exchange.request.path.partition("?")[0]


@contextmanager
def stage() -> Iterator[Stage]:
    with asyncio.Runner() as runner:
        yield Stage(load(), runner)
