"""Record of a check's exchanges, and of the resources that it has created and will remove."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

from contract_tests.client.exchange import NO_RESPONSE, Exchange, Request, Response
from contract_tests.client.stream import Reader, StreamedExchange
from contract_tests.client.target import STRANGERS, NoResponse, Owner, RateLimited, Target
from contract_tests.findings.finding import Blocked
from contract_tests.harness.created_resources import creations, deleted, ended, intended, marked
from contract_tests.harness.pending_cleanup import Cleanup, Created


@dataclass(frozen=True)
class ResourceTracker:
    target: Target
    cleanup: Cleanup
    mark: Mapping[str, str]
    """Metadata that only the check's resources have."""
    exchanges: list[Exchange]
    """All exchanges."""
    issued: set[str] = field(default_factory=set)
    """Ids that we generated."""
    overlapping: list[Request] = field(default_factory=list, init=False)
    """Requests whose responses had not ended when others were sent."""
    _created: dict[Created, None] = field(default_factory=dict, init=False)

    @contextmanager
    def opened(
        self,
        request: Request,
        owner: Owner,
        operation_id: str | None,
        at_most: float,
        *,
        follow: bool = True,
    ) -> Iterator[Reader]:
        """Send a request and yield the reader of its response."""
        place = len(self.exchanges)
        with (
            self._foreseen(request, owner),
            self._sent(request, owner, operation_id, at_most, follow=follow) as reader,
        ):
            self._note(reader.exchange, owner)
            self.exchanges.append(reader.exchange)
            try:
                yield reader
            finally:
                self.note_end(reader.exchange, place)
                self._note(reader.exchange, owner)

    def send(
        self,
        request: Request,
        owner: Owner,
        operation_id: str | None,
        at_most: float,
        *,
        follow: bool = True,
    ) -> StreamedExchange:
        """Send a request and read its whole response, a stream for up to `at_most` seconds."""
        with self.opened(request, owner, operation_id, at_most, follow=follow) as reader:
            reader.read_until()
        return reader.exchange

    def note_end(self, exchange: Exchange, place: int) -> None:
        """Record the exchange as it has ended at its place in the list."""
        self.exchanges[place] = exchange
        if len(self.exchanges) > place + 1:
            self.overlapping.append(exchange.request)

    def remove(self) -> None:
        """Remove everything that was created from the target."""
        self.cleanup.remove(self.target, *self._created)

    @contextmanager
    def _foreseen(self, request: Request, owner: Owner) -> Iterator[None]:
        """Record what the request will create before sending it: Ctrl-C may come before the response."""
        path = intended(request, self.issued)
        if path is None:
            yield
            return
        self.cleanup.add((path, owner))
        yield
        if (path, owner) not in self._created:
            self.cleanup.forget((path, owner))

    def _sent(
        self, request: Request, owner: Owner, operation_id: str | None, at_most: float, *, follow: bool
    ) -> Reader:
        try:
            return self.target.opened(
                request, owner=owner, operation_id=operation_id, at_most=at_most, follow=follow
            )
        except RateLimited as limit:
            raise Blocked(
                limit.reason, Exchange(operation_id, limit.request, Response(NO_RESPONSE))
            ) from limit
        except NoResponse as error:
            response = Response(NO_RESPONSE, content=error.reason.encode())
            return Reader(Exchange(operation_id, error.request, response))

    def _note(self, exchange: StreamedExchange, owner: Owner) -> None:
        """Record what was created; drop what was deleted, and a run that has ended: they need no removal."""
        if owner in STRANGERS and not exchange.ok:
            return  # nothing was created, and a stranger who is turned away can't see whether it was
        done = (ended(exchange) or deleted(exchange), owner)
        for path in (*creations(exchange, self.issued), *marked(exchange, self.mark)):
            self._created[path, owner] = None
            self.cleanup.add((path, owner))
        if done in self._created:
            del self._created[done]
            self.cleanup.forget(done)
