"""The tally of a hunt: caught defects by kind, and the reasons for the missed ones."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from mutation.hunt import Hunted
from mutation.reasons import Reason, Reasons


@dataclass(frozen=True)
class Count:
    kind: str
    caught: int
    missed: int
    unseen: int
    """Number of defects that no client could observe."""
    never_shown: int
    """Number of defects for which no response of the mock had a place."""

    @property
    def measured(self) -> int:
        return self.caught + self.missed + self.unseen + self.never_shown

    @property
    def share(self) -> float:
        """Return the caught share of the visible defects."""
        seen = self.caught + self.missed
        return self.caught / seen if seen else 1.0


@dataclass(frozen=True)
class Tally:
    hunted: tuple[Hunted, ...]
    reasons: Reasons

    @property
    def kinds(self) -> Iterator[Count]:
        for kind in dict.fromkeys(each.kind for each in self.hunted):
            yield self._count(kind, [each for each in self.hunted if each.kind == kind])

    @property
    def total(self) -> Count:
        return self._count("all", self.hunted)

    @property
    def missed(self) -> tuple[Hunted, ...]:
        return tuple(each for each in self.hunted if each.end == "missed" and not self._is_unseen(each))

    @property
    def unexplained(self) -> tuple[Hunted, ...]:
        return tuple(each for each in self.missed if self.reasons.of(each.name) is None)

    @property
    def never_shown(self) -> tuple[Hunted, ...]:
        return tuple(each for each in self.hunted if each.end == "never shown")

    @property
    def idle(self) -> list[str]:
        """Return the patterns in reasons.yaml that match no missed defect."""
        return self.reasons.idle(each.name for each in self.hunted if each.end == "missed")

    def explained(self, *, is_seen: bool) -> Iterator[tuple[Reason, Sequence[Hunted]]]:
        """Yield each reason with the missed defects that it explains."""
        uncaught = [each for each in self.hunted if each.end == "missed"]
        for reason in self.reasons.known:
            own = [each for each in uncaught if self.reasons.of(each.name) is reason]
            if own and reason.is_seen == is_seen:
                yield reason, own

    def _is_unseen(self, hunted: Hunted) -> bool:
        reason = self.reasons.of(hunted.name)
        return reason is not None and not reason.is_seen

    def _count(self, kind: str, hunted: Sequence[Hunted]) -> Count:
        ends = [each.end for each in hunted]
        unseen = sum(each.end == "missed" and self._is_unseen(each) for each in hunted)
        missed = ends.count("missed") - unseen
        return Count(kind, ends.count("caught"), missed, unseen, ends.count("never shown"))
