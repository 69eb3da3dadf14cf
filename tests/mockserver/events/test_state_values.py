"""Translation of run events into protocol v2."""

import orjson
import pytest

from mockserver.events.log_entry import NOTHING, read
from mockserver.events.protocol_event import ProtocolEvent, SequencedEvent
from mockserver.events.state_values import protocol_form
from mockserver.events.subscription import Subscription
from mockserver.state.event_log import Event


def log_entry(name, data, *, uses_protocol_v2=False):
    return read(Event(name, orjson.dumps(data), "5-0"), uses_protocol_v2=uses_protocol_v2)


def protocol_event(method="values", namespace=(), **data):
    return SequencedEvent(3, ProtocolEvent(method, namespace, data, 0, "x"))


class TestAMessageInAState:
    @pytest.mark.parametrize(
        ("values", "shown"),
        [
            (
                {"type": "human", "content": "hi", "id": "1", "name": None, "additional_kwargs": {}},
                {"type": "human", "content": "hi", "id": "1"},
            ),
            ({"type": "user", "content": "hi"}, {"type": "human", "content": "hi"}),
            (
                {"type": "assistant", "content": ["hi", 5]},
                {"type": "ai", "content": [{"type": "text", "text": "hi"}]},
            ),
            (
                {
                    "type": "ai",
                    "content": "",
                    "tool_calls": [{"name": "f", "args": {}, "id": "c", "type": "x"}],
                },
                {
                    "type": "ai",
                    "content": "",
                    "tool_calls": [{"type": "tool_call", "name": "f", "args": {}, "id": "c"}],
                },
            ),
            (
                {"type": "tool", "content": "done", "tool_call_id": "c", "status": "success", "x": 1},
                {"type": "tool", "content": "done", "tool_call_id": "c", "status": "success"},
            ),
            (
                {"type": "human", "content": [{"type": "image_url", "image_url": {"url": "u"}}]},
                {"type": "human", "content": [{"type": "image", "url": "u"}]},
            ),
            (
                {"type": "human", "content": [{"type": "poem", "lines": 4}]},
                {
                    "type": "human",
                    "content": [{"type": "non_standard", "value": {"type": "poem", "lines": 4}}],
                },
            ),
            ({"type": "remove", "id": "1"}, {"type": "remove", "content": "", "id": "1"}),
        ],
    )
    def test_has_the_fields_that_clients_show(self, values, shown):
        assert protocol_form({"messages": [values]}) == {"messages": [shown]}

    @pytest.mark.parametrize("value", [5, None, "human", [{"type": 5}], [{"type": "poem"}]])
    def test_other_values_are_unchanged(self, value):
        assert protocol_form({"deep": [value]}) == {"deep": [value]}

    def test_is_found_wherever_it_is(self):
        value = {"a": [[{"type": "user", "content": "x"}]]}
        assert protocol_form(value) == {"a": [[{"type": "human", "content": "x"}]]}


class TestAStreamMode:
    def test_values_omit_interrupts(self):
        interrupts = [{"id": "q", "value": "Really?"}]
        events = log_entry("values|child:1", {"a": 1, "__interrupt__": interrupts})
        assert (events.method, events.namespace, events.data, events.interrupts) == (
            "values",
            ("child:1",),
            {"a": 1},
            interrupts,
        )

    def test_an_update_names_its_node(self):
        events = log_entry("updates", {"agent": {"a": 1}})
        assert (events.node, events.data) == ("agent", {"a": 1})

    @pytest.mark.parametrize(
        ("update", "expected"),
        [
            ({"agent": None}, {"value": None}),
            ({"agent": [1, 2]}, {"value": [1, 2]}),
            ({"a": {}, "b": {}}, {"values": {"a": {}, "b": {}}}),
            ([], {"values": []}),
        ],
    )
    def test_other_updates_are_sent_unchanged(self, update, expected):
        assert log_entry("updates", update).data == expected

    def test_interrupt_in_updates_is_requested(self):
        interrupts = [{"id": "q", "value": "Really?"}]
        events = log_entry("updates", {"__interrupt__": interrupts})
        assert (events.data, events.interrupts) == (NOTHING, interrupts)

    def test_custom_data_like_an_event_is_sent(self):
        look_alike = {"type": "event", "params": {}}
        assert log_entry("custom", look_alike).data == {"payload": look_alike}

    @pytest.mark.parametrize("name", ["messages/partial", "debug", "events", "messages"])
    def test_modes_without_protocol_event_are_omitted(self, name):
        assert log_entry(name, [{"type": "AIMessageChunk"}, {}]).data is NOTHING


class TestAnEventOfTheLibrary:
    def event(self, method, data, **params):
        params = {"namespace": [], "timestamp": 7, "data": data, **params}
        return log_entry(method, {"type": "event", "method": method, "params": params}, uses_protocol_v2=True)

    def test_keeps_its_time(self):
        assert self.event("values", {"a": 1}).timestamp == 7

    def test_graph_channel_is_custom_with_its_name(self):
        event = self.event("custom:progress", {"done": 1})
        assert (event.method, event.data) == ("custom", {"name": "progress", "payload": {"done": 1}})

    @pytest.mark.parametrize(
        "written", [{"name": "status", "payload": {"label": "busy"}}, {"done": 1}, "text", [1], 0, None]
    )
    def test_keeps_custom_data_unchanged(self, written):
        assert self.event("custom", written).data == written

    def test_has_no_checkpoint_in_the_form_of_the_library(self):
        assert self.event("checkpoints", {"config": {}, "values": {}}).data is NOTHING
        assert self.event("checkpoints", {"id": "1"}).data == {"id": "1"}


class TestCustomChannels:
    """Custom events of a graph with `CustomTransformer`, to which clients subscribe by name."""

    @pytest.mark.parametrize("written", ["text", [1], 7, None, {}, {"payload": 1}, {"name": None}])
    def test_without_a_name_is_on_the_channel_custom_only(self, written):
        event = SequencedEvent(1, ProtocolEvent("custom", (), written, 0, ""))
        assert Subscription.read({"channels": ["custom"]}).wants(event)
        assert not Subscription.read({"channels": ["custom:status", "custom:None"]}).wants(event)

    def test_with_a_name_is_also_on_the_channel_of_that_name(self):
        event = SequencedEvent(1, ProtocolEvent("custom", (), {"name": "status", "payload": 1}, 0, ""))
        assert Subscription.read({"channels": ["custom"]}).wants(event)
        assert Subscription.read({"channels": ["custom:status"]}).wants(event)


class TestASubscription:
    @pytest.mark.parametrize(
        ("subscription", "event"),
        [
            ({"channels": ["values"]}, protocol_event("values")),
            ({"channels": ["input"]}, protocol_event("input.requested")),
            ({"channels": ["custom"]}, protocol_event("custom", name="progress")),
            ({"channels": ["custom:progress"]}, protocol_event("custom", name="progress")),
            ({"channels": ["values"], "since": 2}, protocol_event("values")),
            ({"channels": ["values"], "namespaces": [["child"]]}, protocol_event("values", ("child:1",))),
            (
                {"channels": ["values"], "namespaces": [["child:1"]]},
                protocol_event("values", ("child:1", "x:2")),
            ),
            (
                {"channels": ["values"], "namespaces": [["child"]], "depth": 1},
                protocol_event("values", ("child:1", "x:2")),
            ),
            (
                {"channels": ["values"], "namespaces": "x", "depth": -1, "since": True},
                protocol_event("values"),
            ),
        ],
    )
    def test_matches(self, subscription, event):
        assert Subscription.read(subscription).wants(event)

    @pytest.mark.parametrize(
        ("subscription", "event"),
        [
            ({"channels": ["values"]}, protocol_event("updates")),
            ({"channels": ["custom:progress"]}, protocol_event("custom", name="other")),
            ({"channels": ["custom:progress"]}, protocol_event("custom")),
            ({"channels": ["values"], "since": 3}, protocol_event("values")),
            ({"channels": ["values"], "namespaces": [["child"]]}, protocol_event("values")),
            ({"channels": ["values"], "namespaces": [["child:2"]]}, protocol_event("values", ("child:1",))),
            (
                {"channels": ["values"], "namespaces": [["child"]], "depth": 0},
                protocol_event("values", ("child:1", "x:2")),
            ),
        ],
    )
    def test_does_not_match(self, subscription, event):
        assert not Subscription.read(subscription).wants(event)
