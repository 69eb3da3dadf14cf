"""Runs checks against a miniature in this process, with the same exchanges as over a network."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cached_property, partial
from zlib import crc32

from anyio.from_thread import BlockingPortal, start_blocking_portal

from contract_tests import checks
from contract_tests.client.target import Target
from contract_tests.contract import Contract, load
from contract_tests.findings.fact_redactor import FactRedactor
from contract_tests.findings.finding import OPERATION_EXISTS, Outcome
from contract_tests.findings.survey import NO_SURVEY, Offer, Survey
from contract_tests.generation.valid_requests import Generator
from contract_tests.harness.check import Check, discover
from contract_tests.harness.graphs import Graphs
from contract_tests.harness.run_context import RunContext
from contract_tests.runner.catalogue import PHASES
from contract_tests.runner.generated_requests import OperationCheck
from contract_tests.runner.run_check import run_check
from contract_tests.validation.request import Validity
from contract_tests.validation.response import response_validator
from miniatures.caching_validator import cached
from miniatures.http_messages import OWNERS, Request
from miniatures.in_process import InProcess
from miniatures.miniature import Miniature, finder, request_of
from miniatures.socket_in_process import LineInProcess
from mockserver import handlers, request_response
from mockserver.app import create_app
from mockserver.control.sessions import Sessions
from mockserver.handlers import Handler
from mockserver.settings import Settings
from mockserver.state.world import World


@dataclass(frozen=True)
class Item:
    """A check and an operation that it applies to."""

    check: Check
    operation: str

    @property
    def name(self) -> str:
        return self.check.name(self.operation)


PATIENCE = 0.2
"""Seconds. Short, because responses in this process arrive at once."""

SILENT_SECONDS = 8.0
"""Seconds until a response or a stream counts as silent; even a busy machine needs fewer in this process."""

HOST = "miniature"

CHECKS = tuple(discover(checks))
ITEMS = tuple(Item(check, operation) for check in CHECKS for operation in check.operations)


def hashed(text: str) -> int:
    """Return a number that selects fairly and is the same in every process."""
    return crc32(text.encode())


SAMPLE = tuple(Item(check, check.operations[hashed(check.id) % len(check.operations)]) for check in CHECKS)
"""Each check with one of its operations."""

SILENCE = 0.3
"""Seconds without an event after which a stream has a heartbeat: nothing waits as long as for a server's."""

OTHERS = 4
"""Most checks of a sample that are run on a miniature in addition to its own check."""


class Stage:
    """A mock that is built once and gets a new world for each setting."""

    def __init__(
        self,
        contract: Contract,
        portal: BlockingPortal,
        settings: Settings | None = None,
        *,
        is_sample: bool = False,
    ) -> None:
        self.contract = contract
        self.is_sample = is_sample
        self.validate = cached(response_validator(contract))
        self.portal = portal
        self._world = World()
        self._traffic = self._world.traffic
        settings = settings or Settings(heartbeat_seconds=SILENCE)
        known = replace(settings, allowed_hosts=settings.allowed_hosts | {HOST})
        self._sessions = Sessions(self._world)
        self._mock = create_app(known, sessions=self._sessions, find=self._handler)

    @contextmanager
    def run_context(
        self,
        miniature: Miniature | None = None,
        survey: Survey = NO_SURVEY,
        *,
        allow_webhooks: bool = False,
    ) -> Iterator[RunContext]:
        """Yield a setting whose target is the miniature, or the unchanged mock. Ids and times repeat."""
        self._world = World(seed=0, allow_webhooks=allow_webhooks)
        self._world.traffic = self._traffic  # the app counts its traffic there, in every world
        self._sessions.default.world = self._world  # WebSockets have no handler that takes a world
        server = miniature.server(self._mock, self.contract) if miniature else self._mock
        connect = partial(LineInProcess.opened, server, self.portal)
        transport = InProcess(server, self.portal)
        target = Target(f"http://{HOST}", OWNERS, transport, connect=connect, timeout=SILENT_SECONDS)
        yield RunContext(
            target,
            self.contract,
            self.validate,
            Validity(self.contract),
            patience=PATIENCE,
            redactor=FactRedactor.of(OWNERS),
            graphs=Graphs(survey=survey),
        )
        target.close()
        self.portal.call(self._world.close)

    def run_checks(
        self, items: Iterable[Item], miniature: Miniature | None = None, survey: Survey = NO_SURVEY
    ) -> dict[Item, Outcome]:
        with self.run_context(miniature, survey, allow_webhooks=True) as run_context:
            return {
                item: run_check(item.check, run_context, self.contract.by_id[item.operation])
                for item in items
            }

    def run_phases(
        self, operation: str, miniature: Miniature | None = None, survey: Survey = NO_SURVEY
    ) -> list[Outcome]:
        """Return the results of scripted and generated requests."""
        with self.run_context(miniature, survey) as run_context:
            generator = Generator(self.contract, run_context.validity, run_context.seed)
            known = self.contract.by_id[operation]
            return [OperationCheck(run_context, generator, known, phase).run() for phase in PHASES]

    @cached_property
    def on_the_mock(self) -> dict[Item, Outcome]:
        return self.run_checks(ITEMS)

    @cached_property
    def _requests_to_the_mock(self) -> dict[Item, list[Request]]:
        find = finder(self.contract)
        return {
            item: [request_of(exchange, find) for exchange in outcome.exchanges]
            for item, outcome in self.on_the_mock.items()
        }

    def affected(self, miniature: Miniature) -> list[Item]:
        """Return the items that receive an altered response. All others see only responses of the mock.

        A sample has the miniature's own item, and at most `OTHERS` others of the altered operations.
        """
        if self.is_sample:
            named = (miniature.check, miniature.operation)
            items = [item for item in SAMPLE if item.operation in miniature.places]
            own = [item for item in SAMPLE if (item.check.id, item.operation) == named]
            others = [item for item in items if item not in own]
            return own + sorted(others, key=lambda item: hashed(f"{miniature.name} {item.name}"))[:OTHERS]
        return [
            item
            for item, requests in self._requests_to_the_mock.items()
            if any(each.operation in miniature.places and miniature.when(each) for each in requests)
        ]

    def _handler(self, operation_id: str) -> Handler | None:
        handler = handlers.find(operation_id)

        async def handle(_world: World, request: request_response.Request) -> request_response.Response:
            return await handler(self._world, request)

        return handle if handler else None


@contextmanager
def stage(settings: Settings | None = None, *, is_sample: bool = False) -> Iterator[Stage]:
    with start_blocking_portal() as portal:
        yield Stage(load(), portal, settings, is_sample=is_sample)


def lacking(*operations: str) -> Survey:
    """Return the survey of a target without these operations."""
    return Survey({each: Offer("missing", "404", 404) for each in operations})


def survey_of(miniature: Miniature) -> Survey:
    """Return what the survey finds of the miniature: whether an operation exists is one of its facts."""
    return lacking(miniature.operation) if miniature.check == OPERATION_EXISTS else NO_SURVEY
