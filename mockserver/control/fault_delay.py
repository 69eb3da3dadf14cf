"""Durations of faults: fixed, or drawn from a distribution."""

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random
from typing import Any

from mockserver.errors import InvalidRequest

MAX_SECONDS = 3600.0
"""Seconds. A longer drawn duration is shortened to this."""

PARAMETERS = {
    "uniform": ("min", "max"),
    "normal": ("mean", "deviation"),
    "exponential": ("mean",),
    "lognormal": ("median", "sigma"),
}
"""Distributions and the names of their parameters, in seconds except `sigma`."""


@dataclass(frozen=True, slots=True)
class Delay:
    distribution: str
    """`fixed`, or a key of `PARAMETERS`."""
    parameters: tuple[float, ...]

    def seconds(self, random: Random) -> float:
        return min(max(self._drawn(random), 0.0), MAX_SECONDS)

    def _drawn(self, random: Random) -> float:
        first, *rest = self.parameters
        if self.distribution == "uniform":
            return random.uniform(first, *rest)
        if self.distribution == "normal":
            return random.normalvariate(first, *rest)
        if self.distribution == "exponential":
            return random.expovariate(1 / first)
        if self.distribution == "lognormal":
            return first * random.lognormvariate(0, *rest)
        return first


def delay(given: Any, field: str) -> Delay:
    """Parse seconds, or an object with one distribution.

    Raises:
        InvalidRequest: the bounds of a uniform distribution are in the wrong order.

    """
    if not isinstance(given, Mapping):
        return Delay("fixed", (float(given),))
    name, parameters = next(iter(given.items()))
    values = tuple(float(parameters[parameter]) for parameter in PARAMETERS[name])
    if name == "uniform" and values[0] > values[1]:
        raise InvalidRequest(f"{field}.uniform", "min is greater than max")
    return Delay(name, values)
