"""Reasons for missed defects, from reasons.yaml."""

from collections.abc import Iterable
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Self

import yaml

FILE = Path(__file__).with_name("reasons.yaml")


@dataclass(frozen=True)
class Reason:
    text: str
    defects: tuple[str, ...]
    """Names of mutants; `*` matches any text."""
    is_seen: bool
    """`True` if a client could observe the defect."""

    def explains(self, name: str) -> bool:
        return any(fnmatchcase(name, pattern) for pattern in self.defects)


@dataclass(frozen=True)
class Reasons:
    known: tuple[Reason, ...]

    @classmethod
    def load(cls) -> Self:
        reasons = yaml.safe_load(FILE.read_text("utf-8"))
        return cls(
            tuple(
                Reason(each["reason"], tuple(each["defects"]), is_seen)
                for section, is_seen in (("unseen", False), ("missed", True))
                for each in reasons[section]
            )
        )

    def of(self, name: str) -> Reason | None:
        return next((each for each in self.known if each.explains(name)), None)

    def idle(self, names: Iterable[str]) -> list[str]:
        """Return the patterns that match none of these names, because the defect is now caught or renamed."""
        remaining = [*names]
        patterns = (pattern for each in self.known for pattern in each.defects)
        return [each for each in patterns if not any(fnmatchcase(name, each) for name in remaining)]
