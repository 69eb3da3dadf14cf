"""The tally of a hunt: how many defects were caught, of each kind, and why the others were not."""

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
    """No client could see them."""
    never_shown: int
    """No answer of the mock had a place for them."""

    @property
    def share(self) -> float:
        """Of those that are to be seen."""
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
        """Patterns among the reasons that nothing is missed by any more."""
        return self.reasons.idle(each.name for each in self.hunted if each.end == "missed")

    def explained(self, *, is_seen: bool) -> Iterator[tuple[Reason, Sequence[Hunted]]]:
        """Each reason with what it explains."""
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
