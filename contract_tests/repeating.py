"""Repeating: events of a stream that come several times."""

from collections import Counter
from collections.abc import Iterable

import orjson

from contract_tests.stream import StreamedEvent

GROWING = {"messages/partial"}
"""A token without text leaves the message as it was."""


def repeated(events: Iterable[StreamedEvent]) -> list[str]:
    """The names of those that say the same as another one."""
    told = Counter(
        (event.name, orjson.dumps(event.data, option=orjson.OPT_SORT_KEYS))
        for event in events
        if event.name not in GROWING
    )
    return sorted({name for (name, _), times in told.items() if times > 1})
