"""What a run consists of."""

from collections.abc import Mapping
from typing import Any

from mockserver.events.following import last_seq, narrator
from mockserver.events.params import GetTree, read
from mockserver.events.replies import Refused
from mockserver.events.where import Where


async def get_tree(where: Where, command: Mapping[str, Any]) -> Mapping[str, Any]:
    """Of the run that happens or happened last, unless another one is named."""
    wanted = read(GetTree, command).run_id
    telling = narrator(where)
    await last_seq(where, telling)
    found = telling.runs.get(wanted or next(reversed(telling.runs), ""))
    if found is None:
        raise Refused("no_such_run", "No active run is bound to this thread.")
    return {"tree": found.tree}
