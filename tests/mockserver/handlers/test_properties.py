"""Any JSON in a request leads to a valid response or an error of the contract."""

import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema_rs import Draft202012Validator

from contract_tests.contract import load
from mockserver.errors import ApiError
from mockserver.state.world import World
from sweep import sweep

leaf = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5)
anything = st.recursive(
    leaf | st.text(st.characters(), max_size=3),  # including lone surrogates
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)
objects = st.dictionaries(st.text(max_size=5), anything, max_size=3)

texts = st.sampled_from(["human", "ai", "tool", "system", "remove", "user", "function", "x", ""])
message = st.fixed_dictionaries(
    {},
    optional={
        "type": texts,
        "role": texts,
        "content": anything,
        "id": anything,
        "name": anything,
        "tool_calls": anything,
        "tool_call_id": anything,
        "additional_kwargs": anything,
        "lc": anything,
    },
)
values = st.fixed_dictionaries({}, optional={"messages": st.lists(message | anything, max_size=3) | anything})
nodes = st.sampled_from(["agent", "__start__", "__end__", "__copy__", "__input__", "x", ""])
config = st.fixed_dictionaries(
    {},
    optional={
        "checkpoint_id": st.text(max_size=9),
        "checkpoint_ns": st.text("agent|:1", max_size=9),
        "checkpoint_map": objects,
        "configurable": anything,
    },
)
operators = st.sampled_from(["$eq", "$ne", "$gt", "$gte", "$lt", "$lte", "$x", "n"])
command = st.fixed_dictionaries(
    {},
    optional={
        "update": values | st.lists(st.lists(anything, max_size=3), max_size=2) | st.none(),
        "goto": nodes
        | st.lists(nodes, max_size=2)
        | st.fixed_dictionaries({"node": nodes, "input": anything}),
        "resume": anything,
    },
)
update = st.fixed_dictionaries({"as_node": nodes}, optional={"values": values, "command": command})
graph_ids = st.sampled_from(["agent", "hitl", "nobody", ""])
assistant = {
    "config": st.fixed_dictionaries(
        {}, optional={"configurable": objects, "tags": st.lists(st.text(max_size=3)), "x": anything}
    ),
    "context": objects,
    "metadata": objects,
    "name": st.text(st.characters(), max_size=3),
    "description": st.text(max_size=3),
}

BODIES = {
    "create_thread": st.fixed_dictionaries(
        {"metadata": objects | st.just({"graph_id": "agent"})},
        optional={
            "supersteps": st.lists(
                st.fixed_dictionaries({"updates": st.lists(update, max_size=2)}), max_size=2
            ),
            "ttl": st.fixed_dictionaries(
                {}, optional={"ttl": st.floats(allow_nan=False, allow_infinity=False)}
            ),
        },
    ),
    "update_state": st.fixed_dictionaries(
        {}, optional={"values": values | st.lists(anything), "as_node": nodes, "checkpoint": config}
    ),
    "find_state_at_checkpoint": st.fixed_dictionaries({"checkpoint": config}),
    "search_history": st.fixed_dictionaries(
        {"limit": st.integers(1, 1000)},
        optional={"before": config, "checkpoint": config, "metadata": objects},
    ),
    "search_threads": st.fixed_dictionaries(
        {}, optional={"metadata": objects, "values": objects, "offset": st.integers(0)}
    ),
    "update_thread": st.fixed_dictionaries({}, optional={"metadata": objects}),
    "create_assistant": st.fixed_dictionaries({"graph_id": graph_ids}, optional=assistant),
    "update_assistant": st.fixed_dictionaries({}, optional={"graph_id": graph_ids, **assistant}),
    "search_assistants": st.fixed_dictionaries(
        {}, optional={"metadata": objects, "name": st.text(max_size=3), "offset": st.integers(0)}
    ),
    "list_assistant_versions": st.fixed_dictionaries(
        {}, optional={"metadata": objects, "offset": st.integers(0)}
    ),
    "search_items": st.fixed_dictionaries(
        {},
        optional={
            "filter": objects
            | st.fixed_dictionaries({"n": st.dictionaries(operators, anything, max_size=2)}),
            "offset": st.integers(0),
        },
    ),
}


READS = ("search_threads", "search_history", "search_assistants", "list_assistant_versions")


def response_validator(operation_id):
    """Return a validator of the contract's schema for the operation's 200."""
    contract = load()
    schema = contract.by_id[operation_id].responses[200]["content"]["application/json"]["schema"]
    full_schema = {**schema, "components": contract.document["components"]}
    return Draft202012Validator(full_schema, validate_formats=True)


def outcome(client, operation_id, body, **ids):
    try:
        return client.json(operation_id, body, **ids), None
    except ApiError as error:
        return None, error


@pytest.mark.parametrize("examples", sweep([15, 60], 15))
@pytest.mark.parametrize("operation_id", BODIES)
def test_any_body_gets_a_documented_response_or_error(client_class, operation_id, examples):
    allowed = response_validator(operation_id)

    @settings(max_examples=examples, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
    @given(BODIES[operation_id])
    def holds(body):
        client = client_class(World(seed=1))
        ids = {
            "thread_id": client.conversation("hi")["thread_id"],
            "assistant_id": client.assistant()["assistant_id"],
        }
        for key, value in {"a": {"n": 1}, "b": {"n": "x"}, "c": {}}.items():
            client("put_item", {"namespace": ["n"], "key": key, "value": value})
        response, error = outcome(client, operation_id, body, **ids)
        if error:
            assert error.status in ({400, 404, 422} if "graph_id" in body else {400, 422})
            assert orjson.dumps(error.detail)
        else:
            allowed.validate(response)
        for read in READS:  # all stored values can still be read
            client.json(read, {"limit": 1000}, **ids)

    holds()
