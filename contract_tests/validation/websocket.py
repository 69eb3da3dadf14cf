"""Validation of the messages received on a WebSocket, as in `x-websocket` of its path."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from contract_tests.client.websocket import SocketExchange, parsed
from contract_tests.contract import Contract, Json
from contract_tests.findings.finding import Violation
from contract_tests.text.visible import one_line
from contract_tests.validation.request import Validity
from contract_tests.validation.stream import Grammar, violation


@dataclass(frozen=True)
class FrameGrammar:
    received: Mapping[str, Json]
    """Schema of received messages: events, and responses to commands."""
    events: Grammar
    """Grammar of the event stream at the same path."""
    validity: Validity

    def violations(self, exchange: SocketExchange) -> Iterator[Violation]:
        """Yield the violations in single messages. Any order is valid: new subscriptions repeat events."""
        yield from self.events.of_each_event(exchange)
        for response in exchange.responses:
            for breach in self.validity.breaches_of(self.received, parsed(response)):
                yield violation(f"response{breach.pointer}", breach.expected, one_line(breach.found))


def frames_by_operation(
    contract: Contract, validity: Validity, grammars: Mapping[str, Grammar]
) -> Mapping[str, FrameGrammar]:
    """Return the frame validators of all operations whose path also accepts WebSockets, by operation id."""
    found = {}
    for operation in contract.operations:
        socket = contract.document["paths"][operation.path].get("x-websocket")
        if socket and operation.id in grammars:
            found[operation.id] = FrameGrammar(socket["receive"], grammars[operation.id], validity)
    return found
