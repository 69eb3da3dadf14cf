"""Tables record every change; no table of a world is without a record."""

from collections import Counter, defaultdict, deque

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockserver.state.changes import GONE, Changes, Series, Table, Tables
from mockserver.state.event_log import Event
from mockserver.state.saver import ThreadSaver
from mockserver.state.world import World

KEYS = st.sampled_from("abc")
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("set"), KEYS, st.integers()),
        st.tuples(st.just("setdefault"), KEYS, st.integers()),
        st.tuples(st.just("update"), st.dictionaries(KEYS, st.integers(), max_size=3)),
        st.tuples(st.just("pop"), KEYS),
        st.tuples(st.just("delete"), KEYS),
        st.tuples(st.just("popitem")),
        st.tuples(st.just("clear")),
        st.tuples(st.just("or"), st.dictionaries(KEYS, st.integers(), max_size=3)),
        st.tuples(st.just("take")),
    )
)


def apply(table, name, *words):
    if name == "set":
        table[words[0]] = words[1]
    elif name == "delete" and words[0] in table:
        del table[words[0]]
    elif name == "pop":
        table.pop(*words, None)
    elif name == "popitem" and table:
        table.popitem()
    elif name == "or":
        table |= words[0]
    elif name in {"setdefault", "update", "clear"}:
        getattr(table, name)(*words)


def written(rows, taken):
    """Change the rows, a dict in the order of a state file, as `Persistence` changes the file."""
    for changes in taken.values():
        if changes.is_dropped:
            rows.clear()
        for key, (value, is_moved) in changes.records.items():
            if value is GONE or is_moved:
                rows.pop(key, None)
            if value is not GONE:
                rows[key] = value


@given(STEPS)
def test_a_table_is_a_dict_whose_changes_give_the_same_dict_in_the_same_order(steps):
    changes, twin, rows = Changes(is_recording=True), {}, {}
    table = changes.table("part")
    for step in [*steps, ("take",)]:
        apply(table, *step)
        apply(twin, *step)
        if step == ("take",):
            written(rows, changes.take())
            assert [*rows.items()] == [*table.items()] == [*twin.items()]


def test_the_end_of_a_table_deletes_its_records():
    changes = Changes(is_recording=True)
    tables = changes.tables("threads")
    tables.of("alice")["one"] = 1
    changes.take()
    del tables["alice"]
    assert changes.take()["threads", "alice"].is_dropped
    with pytest.raises(TypeError, match="`of` creates the tables"):
        tables["bob"] = {}


def test_a_series_changes_only_at_its_ends():
    changes = Changes(is_recording=True)
    series = changes.series("events", "run")
    for number in range(3):
        series.append(Event("values", b"{}", str(number)))
    series.shorten(2)
    records = changes.take()["events", "run"].records
    assert [key for key, (value, _) in records.items() if value is not GONE] == ["2"]
    with pytest.raises(TypeError, match="only at its ends"):
        series.insert(0, Event("values", b"{}", "9"))
    series.leave()
    series.append(Event("values", b"{}", "3"))
    assert changes.take()["events", "run"].is_dropped
    assert len(series) == 2


def test_changes_are_dropped_unless_recorded():
    changes = Changes()
    changes.table("part")["a"] = 1
    assert not changes.take()


def test_the_first_change_notifies():
    changes, calls = Changes(is_recording=True), []
    changes.notify = lambda: calls.append(1)
    table = changes.table("part")
    table["a"] = table["b"] = 1
    assert len(calls) == 1
    changes.take()
    del table["a"]
    assert len(calls) == 2


RECORDED = (Table, Tables, Series)
MUTABLE = (dict, list, set, deque, Counter, defaultdict)

NOT_RECORDED = {
    "Assistants._descriptions": "of the graphs, which are read at each start",
    "Assistants._names": "of the graphs",
    "Checkpoints._locks": "locks",
    "Checkpoints._savers": "savers record their own changes",
    "Clock._alarms": "an index of what waits",
    "Crons._on_thread": "an index of _by_owner",
    "Imports._done": "modules",
    "Logs._runs": "logs record their own events",
    "Logs._threads": "logs record their own events",
    "OwnerTables._owners": "an index of _tables",
    "Runs._by_status": "an index of _by_thread",
    "Runs._unfinished": "an index of _by_thread",
    "Runs._unfinished_of": "an index of _by_thread",
    "Schedule._errands": "tasks",
    "Schedule._running": "tasks; their runs are in Runs",
    "Schedule._woken": "events of the loop",
    "Schedule._workers": "tasks",
    "Slots._queues": "waiting tasks",
    "Store._data": "recorded by _record",
    "Store._leases": "recorded by _record, with their items",
    "Store._vectors": "langgraph's index, which is off",
    "Stores._by_owner": "stores record their own changes",
    "ThreadSaver.blobs": "recorded by put, put_writes, add and restore",
    "ThreadSaver.index": "recorded with the checkpoints",
    "ThreadSaver.storage": "recorded by put, put_writes, add and restore",
    "ThreadSaver.writes": "recorded by put, put_writes, add and restore",
    "Threads._expiries": "an index of _by_owner",
    "Traffic.requests": "metrics begin at zero with the process, as Prometheus expects",
    "World._configured": "graphs",
    "World._descriptions": "of the graphs",
    "World.compiled": "graphs",
    "World.graphs": "graphs",
}
"""Containers that change and have no record, with the reason why a restart does not lose them."""


def containers(thing, found, seen):
    """Collect the mutable containers of an object and of the objects of our code that it refers to."""
    if id(thing) in seen:
        return
    seen.add(id(thing))
    fields = {**getattr(thing, "__dict__", {})}
    fields |= {
        name: getattr(thing, name)
        for cls in type(thing).__mro__
        for name in getattr(cls, "__slots__", ())
        if hasattr(thing, name)
    }
    for name, value in fields.items():
        if isinstance(value, MUTABLE) and not isinstance(value, RECORDED):
            found.add(f"{type(thing).__name__}.{name}")
        elif type(value).__module__.startswith("mockserver.state") and not isinstance(
            value, (*RECORDED, Changes)
        ):
            containers(value, found, seen)


def test_every_container_of_a_world_is_recorded_or_has_a_reason():
    world, found, seen = World(), set(), set()
    for part in (world, world.stores.of("alice"), ThreadSaver(), world.schedule._slots):
        containers(part, found, seen)
    assert found <= NOT_RECORDED.keys()
    assert NOT_RECORDED.keys() <= found
