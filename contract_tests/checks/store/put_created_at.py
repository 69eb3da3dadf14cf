"""An item that is put again keeps its `created_at`."""

from typing import Any

from contract_tests import demand
from contract_tests.finding import NotTestable
from contract_tests.rule import rule
from contract_tests.shelf import Shelf, shelf
from contract_tests.trial import Trial


@rule("store.put.created_at", operation="put_item", tier=3, feature="store")
def created_at(trial: Trial) -> None:
    own = shelf(trial)
    own.put("k")
    first = _item(own)
    own.put("k", {"colour": "blue"})
    again = own.get("k")
    created = (again.json or {}).get("created_at")
    demand.alike(
        trial, again, created, first["created_at"], what="that of the first time", pointer="/created_at"
    )


def _item(own: Shelf) -> Any:
    read = own.get("k")
    if read.json is None:
        raise NotTestable("an item that was put is not there", read)
    return read.json
