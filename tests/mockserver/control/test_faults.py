"""Faults: which requests they affect, and how."""

import json
from dataclasses import dataclass, field
from functools import cached_property
from time import process_time

import pytest

from mockserver.control.faults import FaultExists, FaultNotFound, Faults
from mockserver.control.request_match import parsed
from mockserver.errors import InvalidRequest


@dataclass
class Facts:
    operation: str = "get_thread"
    method: str = "GET"
    path: str = "/threads/t1"
    thread_id: str = "t1"
    owners: frozenset = frozenset({"abc", "alice"})
    assistants: frozenset = frozenset({"agent"})
    body: bytes = b'{"metadata": {"a": 1, "b": 2}}'
    needs_credentials: bool = True
    changes_state: bool = False
    seen: list = field(default_factory=list)

    @cached_property
    def json(self):
        return parsed(self.body)


def faults(*given, seed=1):
    made = Faults(seed)
    for each in given:
        made.add({"effect": {"status": 503}, **each})
    return made


def affected(made, facts=None, times=1):
    """Return for each of equal requests whether a fault affects it."""
    return [bool(made.applying_to(facts or Facts())) for _ in range(times)]


@pytest.mark.parametrize(
    ("match", "expected"),
    [
        ({}, True),
        ({"operation": "get_thread"}, True),
        ({"operation": ["create_thread", "get_thread"]}, True),
        ({"operation": "create_thread"}, False),
        ({"method": "get"}, True),
        ({"method": ["POST", "PUT"]}, False),
        ({"path": "/threads/*"}, True),
        ({"path": "/threads/{thread_id}"}, True),
        ({"path": "/**"}, True),
        ({"path": "/*"}, False),
        ({"path": "/threads"}, False),
        ({"thread_id": "T1"}, True),
        ({"thread_id": "t2"}, False),
        ({"owner": "alice"}, True),
        ({"owner": "bob"}, False),
        ({"assistant_id": "agent"}, True),
        ({"assistant_id": "slow"}, False),
        ({"body": '"a": 1'}, True),
        ({"body": {"metadata": {"a": 1}}}, True),
        ({"body": {"metadata": {"a": 2}}}, False),
        ({"operation": "get_thread", "owner": "bob"}, False),
    ],
)
def test_match(match, expected):
    assert affected(faults({"match": match})) == [expected]


@pytest.mark.parametrize(
    ("limits", "expected"),
    [
        ({"calls": 2}, [False, True, False, False]),
        ({"calls": [1, 3]}, [True, False, True, False]),
        ({"calls": {"every": 2}}, [False, True, False, True]),
        ({"calls": {"from": 3}}, [False, False, True, True]),
        ({"times": 1}, [True, False, False, False]),
        ({"calls": {"from": 2}, "times": 2}, [False, True, True, False]),
        ({"probability": 0}, [False] * 4),
        ({"probability": 1}, [True] * 4),
    ],
)
def test_calls(limits, expected):
    assert affected(faults(limits), times=4) == expected


def test_calls_count_matching_requests_only():
    made = faults({"match": {"method": "POST"}, "calls": 1})
    assert affected(made) == [False]
    assert affected(made, Facts(method="POST")) == [True]


def test_probability_is_repeatable_with_a_seed():
    fault = {"id": "f", "probability": 0.5}
    first, again, other = (affected(faults(fault, seed=seed), times=64) for seed in (1, 1, 2))
    assert first == again != other
    assert {True, False} == set(first)
    own = [affected(faults({**fault, "seed": 5}, seed=seed), times=64) for seed in (None, 1)]
    assert own[0] == own[1]


def test_random_choices_of_a_fault_do_not_depend_on_other_faults():
    fault = {"id": "f", "probability": 0.5}
    alone = affected(faults(fault), times=64)
    both = faults({"id": "other", "match": {"operation": "get_thread"}, "probability": 0.5}, fault)
    assert [any(f.id == "f" for f in both.applying_to(Facts())) for _ in range(64)] == alone


def test_read_only_affects_changes_and_expired_credentials_affect_private_paths():
    read_only, expired = (
        faults({"effect": {"read_only": True}}),
        faults({"effect": {"credentials": "expired"}}),
    )
    assert affected(read_only) == [False]
    assert affected(read_only, Facts(changes_state=True)) == [True]
    assert affected(expired) == [True]
    assert affected(expired, Facts(needs_credentials=False)) == [False]


def test_ids_and_counts():
    made = faults({}, {"id": "mine", "times": 1})
    affected(made, times=3)
    assert [(fault.id, fault.matched, fault.applied) for fault in made] == [
        ("fault-1", 3, 3),
        ("mine", 3, 1),
    ]
    with pytest.raises(FaultExists):
        made.add({"id": "mine", "effect": {}})
    made.put("mine", {"effect": {"delay": 1}})
    assert made.get("mine").to_json() == {
        "match": {},
        "id": "mine",
        "effect": {"delay": 1},
        "matched": 0,
        "applied": 0,
    }
    made.delete("mine")
    with pytest.raises(FaultNotFound):
        made.delete("mine")
    made.clear()
    assert not made
    assert made.add({"effect": {"delay": 1}}).id == "fault-1"


def test_replace_is_all_or_nothing():
    made = faults({"id": "kept"})
    with pytest.raises(InvalidRequest, match=r"body\.1\.effect: "):
        made.replace([{"effect": {"delay": 1}}, {"effect": {"status": 500, "connection": "reset"}}])
    assert [fault.id for fault in made] == ["kept"]
    made.replace([{"effect": {"delay": 1}}])
    assert [fault.id for fault in made] == ["fault-1"]


@pytest.mark.parametrize(
    ("effect", "field"),
    [
        ({"connection": "reset", "status": 500}, "body.effect"),
        ({"read_only": True, "credentials": "expired"}, "body.effect"),
        ({"example": "found", "body": {}}, "body.effect"),
        ({"headers": {"Content-Length": "3"}, "status": 500}, "body.effect.headers.Content-Length"),
        ({"delay": {"uniform": {"min": 2, "max": 1}}}, "body.effect.delay.uniform"),
    ],
)
def test_invalid_effects_name_the_field(effect, field):
    with pytest.raises(InvalidRequest) as error:
        faults({"effect": effect})
    assert error.value.field == field


def test_many_conditions_on_a_long_body_cost_little_more_than_one():
    """Compared in CPU time, to be independent of the machine."""
    content = [{"type": "human", "id": str(number), "content": "x" * 400} for number in range(250)]
    facts = Facts(body=json.dumps({"assistant_id": "agent", "input": {"messages": content}}).encode())
    wanted = [{"input": {"user": f"{number}"}} for number in range(1000)]
    many = faults(*({"match": {"body": part}} for part in wanted))
    start = process_time()
    assert not many.applying_to(facts)
    assert process_time() - start < 0.1  # parsing for each fault takes three times as long
