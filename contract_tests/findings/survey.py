"""Results of the survey: what the target offers, and the facts that checks rely on."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from http import HTTPStatus
from typing import Any, Literal, Self

from contract_tests.contract import Json

Availability = Literal["offered", "missing", "forbidden", "broken", "unknown"]
"""Whether the target has an operation.

- `offered`: it responds as this operation does.
- `missing`: it responds as to a path that does not exist, or `GET /info` denies its feature, no
  operation of which succeeds.
- `forbidden`: it rejects these credentials.
- `broken`: it returns a server error, a redirect, or a new resource without an id.
- `unknown`: there was no response, or a resource that the request needs could not be created.
"""

Role = Literal["assistant", "hitl", "failing", "slow"]
"""Role of a graph: it keeps messages and responds; waits for human input; fails; or takes some seconds."""

ROLES: tuple[Role, ...] = ("assistant", "hitl", "failing", "slow")


NoteKind = Literal[
    "rate limit", "UUID only", "no graph", "no messages", "no background runs", "one owner", "item fields"
]

NOTES: Mapping[NoteKind, str] = {
    "rate limit": "the target limits the rate of requests (429 or 503): each request waits as it demands",
    "UUID only": "runs accept the UUID of an assistant, but not the name of its graph",
    "no graph": "no graph could be run: name one with --assistant",
    "no messages": "no graph keeps `messages` in its state: checks that need one are skipped",
    "no background runs": "a background run is never executed",
    "one owner": "the second identity reads the threads of the first",
    "item fields": "an authorization handler filters the items of the store by fields, which checks add",
}


@dataclass(frozen=True)
class Note:
    kind: NoteKind
    text: str


@dataclass(frozen=True)
class Offer:
    availability: Availability
    response: str = ""
    """Status, and for an error the beginning of its text."""
    status: int = 0
    needs: str = ""
    """Optional field of the body without which the target rejects requests: `metadata`, `a/b`."""

    @property
    def is_server_error(self) -> bool:
        """Return whether the status is that of a server error. 501 stands for a missing operation."""
        return self.status >= HTTPStatus.INTERNAL_SERVER_ERROR and self.status != HTTPStatus.NOT_IMPLEMENTED


@dataclass(frozen=True)
class GraphFacts:
    name: str
    assistant_id: str = field(repr=False)
    """What a run accepts as `assistant_id`: the graph's name, or the UUID of an assistant."""
    other_assistant_id: str = field(default="", repr=False)
    """The same for the second owner, if the first owner's assistant is not visible to it."""
    is_named: bool = True
    """False if runs accept the UUID only."""
    keeps_messages: bool = False
    streams_tokens: bool = False
    steps: int = 0
    asks: bool = False
    fails: bool = False
    seconds: float = field(default=0.0, compare=False, repr=False)
    """Duration of a run, which no report shows: it differs each time."""
    input: Json = None
    """An input that the graph accepts."""
    listed_id: str = field(default="", compare=False, repr=False)
    """Id of its assistant that a search finds; empty if none does."""

    def id_for(self, *, other: bool) -> str:
        """Return what a run of the owner accepts as `assistant_id`."""
        return (other and self.other_assistant_id) or self.assistant_id


@dataclass(frozen=True)
class Survey:
    operations: Mapping[str, Offer] = field(default_factory=dict)
    """By operation id."""
    graphs: tuple[GraphFacts, ...] = ()
    roles: Mapping[Role, GraphFacts] = field(default_factory=dict)
    runs_in_background: bool | None = None
    """True if a background run is executed. `None` here and below means unknown."""
    delays_runs: bool | None = None
    """True if `after_seconds` delays a run."""
    delays_streamed_runs: bool | None = None
    """The same for a run that its client streams, measured if background runs are never executed."""
    keeps_assistants: bool | None = None
    """False if no assistant can be created, or a created one can't be read although others can."""
    keeps_crons: bool | None = None
    """False if a created cron is neither read by its id nor found by a search."""
    writes_state: bool | None = None
    """True if `POST /threads/{thread_id}/state` changes the state of the thread."""
    writes_thread_values: bool | None = None
    """True if the `values` of the thread show that change."""
    keeps_history: bool | None = None
    """True if the history has a state for each step of a run."""
    has_subgraphs: bool | None = None
    endless_streams: tuple[str, ...] = ()
    """Ids of operations whose stream stays open although its run has ended."""
    error_shape: str = ""
    """Media type and fields of an error, such as `application/json: detail`."""
    requires_credentials: bool | None = None
    authenticates: bool | None = None
    """True if other users can't read an owner's resources. `None` without credentials."""
    owners_differ: bool | None = None
    """True if the two identities are two owners. `None` without a second identity."""
    is_rate_limited: bool = False
    item_fields: Mapping[str, Mapping[str, Json]] = field(default_factory=dict)
    """Fields by owner without which an authorization handler hides the owner's items of the store."""

    @property
    def starts_at_once(self) -> bool:
        """Return whether a streamed run is known to start at once, regardless of `after_seconds`."""
        return self.delays_runs is False or self.delays_streamed_runs is False

    @property
    def notes(self) -> tuple[Note, ...]:
        """Return what users should know before they read the findings."""
        return tuple(Note(kind, NOTES[kind]) for kind in self._noted())

    def _noted(self) -> Iterator[NoteKind]:
        if self.is_rate_limited:
            yield "rate limit"
        if self.graphs and not any(each.is_named for each in self.graphs):
            yield "UUID only"
        if not self.graphs:
            yield "no graph"
        elif "assistant" not in self.roles:
            yield "no messages"
        if self.runs_in_background is False:
            yield "no background runs"
        if self.owners_differ is False:
            yield "one owner"
        if self.item_fields:
            yield "item fields"

    @property
    def slowest_run(self) -> float:
        """Return the duration in seconds of the slowest graph's run."""
        return max((each.seconds for each in self.graphs), default=0.0)

    @property
    def listed_assistant_id(self) -> str:
        """Return the id of an assistant that exists without being created; empty if none is known."""
        graphs = (*filter(None, [self.roles.get("assistant")]), *self.graphs)
        return next((each.listed_id for each in graphs if each.listed_id), "")

    def offer(self, operation_id: str) -> Offer:
        return self.operations.get(operation_id, Offer("unknown"))

    def is_missing(self, operation_id: str) -> bool:
        return self.offer(operation_id).availability == "missing"

    def named(self, availability: Availability) -> tuple[str, ...]:
        """Return the ids of the operations with this availability, in the order of the contract."""
        return tuple(each for each, offer in self.operations.items() if offer.availability == availability)

    @property
    def failing(self) -> tuple[str, ...]:
        """Return the ids of the operations whose valid requests end in a server error."""
        return tuple(each for each in self.named("broken") if self.operations[each].is_server_error)

    def to_json(self) -> dict[str, Json]:
        return asdict(self)

    @classmethod
    def from_json(cls, survey: Mapping[str, Any]) -> Self:
        return cls(
            **{
                **survey,
                "operations": {name: Offer(**each) for name, each in survey["operations"].items()},
                "endless_streams": tuple(survey["endless_streams"]),
                "graphs": tuple(GraphFacts(**each) for each in survey["graphs"]),
                "roles": {role: GraphFacts(**each) for role, each in survey["roles"].items()},
            }
        )


NO_SURVEY = Survey()
"""Survey of a target that was not surveyed, such as recorded traffic."""
