"""Scenarios from HAR files as browsers write them, and from files that are broken or hostile."""

import base64
import json
import sys

import pytest
import yaml
from click.testing import CliRunner

from mockserver import scenarios
from mockserver.cli import main
from mockserver.recording import NoRuns, recorded
from mockserver.scenarios.template_values import rendered

THREAD = "http://127.0.0.1:2024/threads/11111111-1111-4111-8111-111111111111"
HUMAN = {"type": "human", "id": "h", "content": "hi"}
AI = {"type": "ai", "id": "a", "content": "Hello!"}


def stream(*events):
    return "".join(f"event: {name}\r\ndata: {json.dumps(data)}\r\n\r\n" for name, data in events)


def entry(url=f"{THREAD}/runs/stream", body=None, content=None, *, method="POST", status=200, **response):
    kind = "text/event-stream" if isinstance(content, str) else "application/json"
    text = content if isinstance(content, str) else json.dumps(content)
    return {
        "request": {"method": method, "url": url, "headers": [], "postData": {"text": json.dumps(body)}},
        "response": {
            "status": status,
            "headers": [{"name": "Content-Type", "value": kind}],
            "content": {"text": text, **response},
        },
    }


def turn(*events, text="hi", **more):
    body = {"assistant_id": "agent", "input": {"messages": [{"role": "user", "content": text}]}}
    return entry(body=body, content=stream(*events), **more)


VALUES = (("values", {"messages": [HUMAN]}), ("values", {"messages": [HUMAN, AI]}))


@pytest.fixture
def record(tmp_path):
    """Return a function that records entries and returns the scenario, as data, and its notes."""

    def make(*entries, **options):
        file = tmp_path / "session.har"
        file.write_text(json.dumps({"log": {"entries": entries}}))
        made = recorded(file, **options)
        return yaml.safe_load(made.text), made.notes

    return make


class TestForms:
    def test_text(self, record):
        scenario, notes = record(turn(*VALUES))
        assert scenario["turns"] == [{"when": {"equals": "hi"}, "steps": [{"say": "Hello!"}]}]
        assert scenario["name"] == "agent"
        assert not notes

    def test_base64(self, record):
        one = turn(*VALUES)
        content = one["response"]["content"]
        content |= {"text": base64.b64encode(content["text"].encode()).decode(), "encoding": "base64"}
        assert record(one)[0]["turns"][0]["steps"] == [{"say": "Hello!"}]

    def test_events_of_chromium_without_a_body(self, record):
        one = turn()
        one["response"]["content"] = {"size": 0}
        one["_eventSourceMessages"] = [
            {"time": 1.5, "eventName": name, "eventId": "", "data": json.dumps(data)} for name, data in VALUES
        ]
        assert record(one)[0]["turns"][0]["steps"] == [{"say": "Hello!"}]

    def test_the_mode_messages_has_reasoning_blocks_and_calls(self, record):
        image = {"type": "image", "url": "https://example.com/sun.png"}
        content = [{"type": "reasoning", "reasoning": "Hm"}, {"type": "text", "text": "Hello!"}, image]
        call = {"id": "c", "name": "search", "args": {"query": "sun"}, "type": "tool_call"}
        result = {"type": "tool", "id": "t", "tool_call_id": "c", "content": "Found."}
        messages = [
            *({**AI, "content": content[:count]} for count in (1, 2, 3)),
            *(
                {**AI, "content": content, "tool_calls": [{**call, "args": args}]}
                for args in ({}, call["args"])
            ),
        ]
        partial = [("messages/partial", [message]) for message in messages]
        scenario, notes = record(turn(*partial, ("messages/complete", [result])))
        step = {
            "reasoning": "Hm",
            "say": "Hello!",
            "content": [{"block": image}],
            "tools": [{"name": "search", "args": {"query": "sun"}, "result": "Found."}],
        }
        assert scenario["turns"][0]["steps"] == [step]
        assert not notes

    def test_the_mode_messages_has_the_messages_of_subgraphs(self, record):
        def said(message_id, text, place):
            metadata = {"langgraph_node": "agent", "langgraph_checkpoint_ns": place}
            yield "messages/metadata", {message_id: {"metadata": metadata}}
            yield "messages/partial", [{**AI, "id": message_id, "content": text}]

        inside, outside = said("a", "Inside.", "search:1|agent:2"), said("b", "Outside.", "agent:3")
        scenario, _ = record(turn(*inside, *outside))
        assert scenario["turns"][0]["steps"] == [
            {"subgraph": "search", "steps": [{"say": "Inside."}]},
            {"say": "Outside."},
        ]

    def test_damaged_events_are_noted(self, record):
        one = turn(*VALUES)
        one["response"]["content"]["text"] += 'event: values\r\ndata: {"mess\r\n\r\n: heartbeat\r\n\r\n'
        scenario, notes = record(one)
        assert scenario["turns"][0]["steps"] == [{"say": "Hello!"}]
        path = THREAD.partition(":2024")[2]
        left_out = "events that are not valid JSON are left out: 3"
        assert notes == (f"entry 1, POST {path}/runs/stream: {left_out}",)

    def test_a_body_that_was_left_out_is_replaced_by_the_state(self, record):
        one = turn()
        one["response"]["content"] = {"size": 900}
        state = entry(f"{THREAD}/state", content={"values": {"messages": [HUMAN, AI]}}, method="GET")
        scenario, notes = record(one, state)
        assert scenario["turns"][0]["steps"] == [{"say": "Hello!"}]
        assert len(notes) == 1
        assert notes[0].startswith("entry 1, POST /threads/")
        assert notes[0].endswith("no body of the response; only later requests show the run")

    @pytest.mark.parametrize(
        "base", ["https://app.example/api", "http://127.0.0.1:2024", "https://a.example/x/y"]
    )
    def test_any_base_url(self, record, base):
        url = THREAD.replace("http://127.0.0.1:2024", base)
        one = turn(*VALUES)
        one["request"]["url"] = f"{url}/runs/stream"
        assert record(one)[0]["turns"][0]["steps"] == [{"say": "Hello!"}]

    @pytest.mark.parametrize("path", ["runs/stream", "threads/t/runs/stream"])
    def test_a_run_with_and_without_a_thread(self, record, path):
        one = turn(*VALUES)
        one["request"]["url"] = f"http://host/{path}"
        assert len(record(one)[0]["turns"]) == 1

    def test_wait(self, record):
        body = {"assistant_id": "agent", "input": {"messages": [{"role": "user", "content": "hi"}]}}
        one = entry(f"{THREAD}/runs/wait", body, {"messages": [HUMAN, AI], "todos": ["one"]})
        scenario, _ = record(one)
        assert scenario["turns"][0]["steps"] == [{"say": "Hello!"}, {"set": {"todos": ["one"]}}]

    def test_a_joined_run(self, record):
        body = {"assistant_id": "agent", "input": {"messages": [{"role": "user", "content": "hi"}]}}
        run = entry(f"{THREAD}/runs", body, {"run_id": "r", "assistant_id": "x", "graph_id": "agent"})
        join = entry(f"{THREAD}/runs/r/stream", content=stream(*VALUES), method="GET")
        assert record(run, join)[0]["turns"][0]["steps"] == [{"say": "Hello!"}]

    def test_an_assistant_id_is_named_by_its_graph(self, record):
        one = turn(*VALUES)
        body = {"assistant_id": "22222222-2222-4222-8222-222222222222", "input": {"messages": [HUMAN]}}
        one["request"]["postData"]["text"] = json.dumps(body)
        assistant = entry("http://host/assistants/x", content={**body, "graph_id": "mine"}, method="GET")
        assert record(assistant, one)[0]["name"] == "mine"

    def test_frames_of_a_websocket(self, record):
        command = {
            "id": 7,
            "method": "run.start",
            "params": {"assistant_id": "agent", "input": {"messages": [HUMAN]}},
        }
        reply = {"type": "success", "id": 7, "result": {"run_id": "r"}}
        socket = entry(f"{THREAD}/stream/events", method="GET", status=101)
        socket["_webSocketMessages"] = [
            frame("send", command),
            frame("receive", reply),
            *(frame("receive", each) for each in v2(*V2_EVENTS)),
            {"type": "receive", "time": 9, "opcode": 2, "data": "AAA="},
        ]
        scenario, notes = record(socket)
        assert scenario["turns"] == [{"when": {"equals": "hi"}, "steps": [{"say": "Hi there!"}]}]
        assert not notes

    def test_a_state_that_is_requested_during_a_pause_of_protocol_v2(self, record):
        def command(number, method, **params):
            result = {"type": "success", "id": number, "result": {"run_id": f"r{number}"}}
            return entry(f"{THREAD}/commands", {"id": number, "method": method, "params": params}, result)

        question, interrupt = {"interrupt_id": "i", "payload": "Sure?"}, {"id": "i", "value": "Sure?"}
        done = [HUMAN, AI, {**AI, "id": "b", "content": "Done."}]
        paused = *V2_EVENTS[:-1], ("input.requested", question), ("lifecycle", {"event": "interrupted"})
        resumed = V2_EVENTS[0], ("values", {"messages": done[:2]}), ("values", {"messages": done})
        events = [*v2(*paused, *resumed)]
        first, second = (
            stream(*((each["method"], each) for each in part))
            for part in (events[: len(paused)], events[len(paused) :])
        )
        state = {"values": {"messages": [HUMAN, AI]}, "tasks": [{"interrupts": [interrupt]}]}
        scenario, notes = record(
            command(1, "run.start", assistant_id="agent", input={"messages": [HUMAN]}),
            entry(f"{THREAD}/stream/events", {"channels": ["values"]}, first),
            entry(f"{THREAD}/state", None, state, method="GET"),
            command(2, "input.respond", interrupt_id="i", namespace=[], response="yes"),
            entry(f"{THREAD}/stream/events", {"channels": ["values"]}, second),
        )
        assert scenario["turns"][0]["steps"] == [
            {"say": "Hi there!"},
            {"interrupt": "Sure?"},
            {"say": "Done."},
        ]
        assert not notes


V2_EVENTS = (
    ("lifecycle", {"event": "running"}),
    ("values", {"messages": [HUMAN]}),
    ("messages", {"event": "message-start", "role": "ai", "id": "a"}),
    ("messages", {"event": "content-block-delta", "index": 0, "delta": {"type": "text-delta", "text": "Hi"}}),
    (
        "messages",
        {"event": "content-block-delta", "index": 0, "delta": {"type": "text-delta", "text": " there!"}},
    ),
    ("messages", {"event": "message-finish"}),
    ("values", {"messages": [HUMAN, {**AI, "content": [{"type": "text", "text": "Hi there!"}]}]}),
    ("lifecycle", {"event": "completed"}),
)


def v2(*events):
    for seq, (method, data) in enumerate(events, 1):
        params = {"namespace": [], "timestamp": 0, "data": data}
        yield {"type": "event", "seq": seq, "method": method, "params": params}


def frame(kind, data):
    return {"type": kind, "time": 1.0, "opcode": 1, "data": json.dumps(data)}


class TestTurns:
    def test_equal_messages_have_their_numbers(self, record):
        again = {**AI, "id": "b", "content": "Again!"}
        before = [HUMAN, AI, {**HUMAN, "id": "h2"}]
        second = turn(("values", {"messages": before}), ("values", {"messages": [*before, again]}))
        turns = record(turn(*VALUES), second)[0]["turns"]
        assert [each["when"] for each in turns] == [{"equals": "hi", "turn": 1}, {"equals": "hi", "turn": 2}]

    def test_another_response_to_the_same_turn_is_a_note(self, record):
        other = turn(VALUES[0], ("values", {"messages": [HUMAN, {**AI, "content": "Bye!"}]}))
        other["request"]["url"] = THREAD.replace("1111-4111", "1111-4112") + "/runs/stream"
        scenario, notes = record(turn(*VALUES), other)
        assert [each["steps"] for each in scenario["turns"]] == [[{"say": "Hello!"}]]
        assert notes == ("entry 2: another response to the message of entry 1, which is replayed instead",)

    def test_answers_of_two_threads_are_branches(self, record):
        def thread(number, answer):
            url = THREAD.replace("1111-4111", f"1111-411{number}") + "/runs/stream"
            paused = {"messages": [HUMAN], "__interrupt__": [{"id": f"i{number}", "value": "Which?"}]}
            said = {**AI, "content": f"You chose {answer}."}
            first, second = (
                turn(VALUES[0], ("values", paused)),
                turn(VALUES[0], ("values", {"messages": [HUMAN, said]})),
            )
            body = {"assistant_id": "agent", "command": {"resume": answer}}
            second["request"]["postData"]["text"] = json.dumps(body)
            first["request"]["url"] = second["request"]["url"] = url
            return first, second

        steps = record(*thread(1, "red"), *thread(2, "blue"))[0]["turns"][0]["steps"]
        assert steps == [
            {
                "interrupt": "Which?",
                "answers": [
                    {"when": {"equals": "red"}, "steps": [{"say": "You chose red."}]},
                    {"when": {"equals": "blue"}, "steps": [{"say": "You chose blue."}]},
                ],
            }
        ]

    def test_failures_before_a_success_are_counted(self, record):
        failed = entry(
            body={"assistant_id": "agent", "input": {"messages": [{"role": "user", "content": "hi"}]}},
            content={"detail": "Slow down"},
            status=429,
        )
        steps = record(failed, failed, turn(*VALUES))[0]["turns"][0]["steps"]
        assert steps == [{"error": {"status": 429, "message": "Slow down", "times": 2}}, {"say": "Hello!"}]

    def test_a_state_without_messages(self, record):
        one = entry(
            body={"assistant_id": "agent", "input": {"number": 1}},
            content=stream(("values", {"number": 1}), ("values", {"number": 2})),
        )
        scenario, _ = record(one)
        assert scenario["turns"] == [{"when": {"state": {"number": 1}}, "steps": [{"set": {"number": 2}}]}]

    def test_the_initial_state_is_that_before_the_first_update(self, record):
        first = turn(
            ("values", {"messages": [HUMAN], "files": {}}),
            ("values", {"messages": [HUMAN], "files": {}, "todos": [1]}),
        )
        later = [HUMAN, {**HUMAN, "id": "h2", "content": "again"}]
        second = turn(("values", {"messages": later, "files": {}, "todos": [1]}), text="again")
        assert record(first, second)[0]["state"] == {"files": {}}

    def test_a_message_and_the_state_in_one_update(self, record):
        update = {"model": {"messages": [AI], "todos": ["one"]}}
        steps = record(turn(VALUES[0], ("updates", update)))[0]["turns"][0]["steps"]
        assert steps == [{"say": "Hello!", "set": {"todos": ["one"]}, "node": "model"}]

    def test_subgraphs_of_two_turns_keep_their_name(self, record):
        def with_subgraph(text):
            human = {**HUMAN, "id": text, "content": text}
            said = {**AI, "id": f"a {text}", "content": f"About {text}"}
            return turn(
                ("values", {"messages": [human]}),
                ("values|research:1", {"messages": [human]}),
                ("values|research:1", {"messages": [human, said]}),
                ("values", {"messages": [human, said]}),
                text=text,
            )

        scenario, notes = record(with_subgraph("one"), with_subgraph("two"))
        names = [turn["steps"][0]["subgraph"] for turn in scenario["turns"]]
        assert names == ["research", "research"]
        assert notes == ()

    def test_subgraphs_that_run_at_once_have_the_order_of_the_state(self, record):
        said = {name: {**AI, "id": name, "content": f"{name} is done."} for name in ("Rome", "Oslo", "Bern")}
        begun, ended = ["Oslo", "Bern", "Rome"], ["Bern", "Rome", "Oslo"]
        states = [
            ("values", {"messages": [HUMAN]}),
            *((f"values|worker:{name}", {"messages": [HUMAN]}) for name in begun),
            *((f"values|worker:{name}", {"messages": [HUMAN, said[name]]}) for name in ended),
            ("values", {"messages": [HUMAN, *said.values()]}),
        ]
        [step] = record(turn(*states))[0]["turns"][0]["steps"]
        assert step["for_each"] == [0, 1, 2]
        texts = step["steps"][0]["say"]
        assert sorted(said, key=texts.index) == list(said)

    def test_a_subgraph_gets_another_name_than_a_node(self, record):
        human = {"messages": [HUMAN]}
        scenario, notes = record(
            turn(
                ("values", human),
                ("values|agent:1", human),
                ("values|agent:1", {"messages": [HUMAN, AI]}),
                ("values", {"messages": [HUMAN, AI]}),
            )
        )
        assert scenario["turns"][0]["steps"][0]["subgraph"] == "agent_2"
        assert "'agent_2'" in notes[0]


class TestTexts:
    @pytest.mark.parametrize(
        "text",
        [
            *(
                "{{ input }}",
                "{% if %}",
                "{# no #}",
                "a\n\nb",
                " leading",
                "trailing\n",
                "yes",
                "1e5",
                "0x1F",
            ),
            *(
                "null",
                "- a",
                "a: b",
                "# no",
                "\t",
                "<<",
                "é\u2028\u0085",
                "\x00\x1b[31m",
                "\ud800",
                "~",
                "=",
                "''",
            ),
        ],
    )
    def test_any_text_is_sent_unchanged(self, record, tmp_path, text):
        file = tmp_path / "session.har"
        said = {**AI, "content": text}
        one = turn(VALUES[0], ("updates", {"agent": {"messages": [said]}}))
        file.write_text(json.dumps({"log": {"entries": [one]}}))
        scenario = scenarios.parse(recorded(file).text, "made", "made")
        say = scenario.turns[0].steps[0].say
        assert rendered(say, {}) == text.encode("utf-8", "replace").decode()


HIDDEN = "sk-1234567890abcdef"


class TestSecrets:
    @pytest.mark.parametrize(
        "change",
        [
            lambda one: one["request"]["headers"].append({"name": "X-Api-Key", "value": HIDDEN}),
            lambda one: one["request"]["headers"].append(
                {"name": "Authorization", "value": f"Bearer {HIDDEN}"}
            ),
            lambda one: one["request"]["headers"].append(
                {"name": "Cookie", "value": f"a=b; session={HIDDEN}"}
            ),
            lambda one: one["response"]["headers"].append(
                {"name": "Set-Cookie", "value": f"s={HIDDEN}; Path=/"}
            ),
            lambda one: one["request"].update(url=f"{one['request']['url']}?api_key={HIDDEN}"),
            lambda one: one["request"]["postData"].update(
                text=one["request"]["postData"]["text"][:-1] + f', "config": {{"api_key": "{HIDDEN}"}}}}'
            ),
        ],
        ids=["key", "bearer", "cookie", "set-cookie", "query", "body"],
    )
    def test_no_secret_is_in_the_scenario(self, tmp_path, change):
        said = {**AI, "content": f"Your key is {HIDDEN}, keep it."}
        chunks = [
            ("messages", [{"type": "AIMessageChunk", "id": "a", "content": piece}, {}])
            for piece in ("Your key is sk-12345", "67890abcdef, keep it.")
        ]
        one = turn(VALUES[0], *chunks, ("updates", {"agent": {"messages": [said], "token": HIDDEN}}))
        change(one)
        file = tmp_path / "session.har"
        file.write_text(json.dumps({"log": {"entries": [one]}}))
        made = recorded(file).text
        assert HIDDEN not in made
        assert HIDDEN[:8] not in made
        assert "***" in made


def invoke(tmp_path, content, *options):
    file = tmp_path / "session.har"
    file.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
    return CliRunner().invoke(main, ["record", str(file), *options])


class TestErrors:
    @pytest.mark.parametrize(
        ("content", "message"),
        [
            (b"", "EOF while parsing"),
            (b"{", "EOF while parsing"),
            (b"\xff\xfe\x00", "Invalid JSON"),
            (b"[]", "should be"),
            (b'{"log": {}}', "log.entries"),
            (b'{"log": {"entries": [{"request": 1}]}}', "log.entries.0.request"),
            (b'{"log": {"entries": [' + b"[" * 100_000, "recursion limit"),
        ],
    )
    def test_no_har_file(self, tmp_path, content, message):
        result = invoke(tmp_path, content)
        assert result.exit_code == 2
        assert "is not a valid HAR file" in result.output
        assert message in result.output

    def test_no_run(self, tmp_path):
        page = entry("https://example.com/", method="GET", content={})
        result = invoke(tmp_path, {"log": {"entries": [page]}})
        assert result.exit_code == 1
        assert "has no run of a LangGraph server" in result.output

    def test_several_graphs(self, tmp_path):
        other = turn(*VALUES)
        other["request"]["postData"]["text"] = other["request"]["postData"]["text"].replace(
            '"agent"', '"other"'
        )
        har = {"log": {"entries": [turn(*VALUES), other]}}
        result = invoke(tmp_path, har)
        assert result.exit_code == 1
        assert "has runs of agent, other; choose one of them with --graph NAME" in result.output
        assert "name: other" in invoke(tmp_path, har, "--graph", "other").stdout
        assert invoke(tmp_path, har, "--graph", "none").exit_code == 1

    def test_names_of_the_recording_can_not_control_the_terminal(self, tmp_path):
        one = turn(*VALUES)
        body = {"assistant_id": "a\x1b[31m", "input": {"messages": [HUMAN]}}
        one["request"]["postData"]["text"] = json.dumps(body)
        result = invoke(tmp_path, {"log": {"entries": [one]}})
        assert result.exit_code == 0
        assert "\x1b" not in result.output

    def test_a_scenario_that_is_too_large(self, tmp_path):
        said = {**AI, "content": "x" * 2_000_000}
        one = turn(VALUES[0], ("values", {"messages": [HUMAN, said]}))
        result = invoke(tmp_path, {"log": {"entries": [one]}})
        assert result.exit_code == 1
        assert "longer than 1024 KiB" in result.output

    def test_output_that_can_not_be_written(self, tmp_path):
        result = invoke(
            tmp_path, {"log": {"entries": [turn(*VALUES)]}}, "-o", str(tmp_path / "no" / "x.yaml")
        )
        assert result.exit_code == 2
        assert "can't be written" in result.output

    def test_output(self, tmp_path):
        target = tmp_path / "made.yaml"
        result = invoke(tmp_path, {"log": {"entries": [turn(*VALUES)]}}, "-o", str(target))
        assert result.exit_code == 0
        assert result.stdout == ""
        assert result.stderr == "agent: 1 turn\n"
        assert CliRunner().invoke(main, ["validate", str(target)]).exit_code == 0


HOSTILE = [
    *(None, True, 1, -1.5, 1e308, "", "text", "\x00\x1b[31m", [], {}, [[]], [None], {"": None}, {"id": 1}),
    {"a": {"a": {"a": [1, {"a": []}]}}},
    [{"type": "AIMessageChunk", "id": "a", "content": [{"type": 1}, 5, None]}, {"langgraph_node": 5}],
    [{"type": "AIMessageChunk", "id": 5, "tool_call_chunks": [None, {"index": "x"}]}, {}],
    {"messages": [1, None, {"type": "ai", "content": 5, "tool_calls": [1, {"name": 5}], "id": {}}]},
    {"messages": {"type": "tool", "tool_call_id": [], "content": {}}, "__interrupt__": [1, {"value": {}}]},
    {
        "agent": {
            "messages": [{"type": "remove", "id": "__remove_all__"}],
            "ui": [1, {"id": "x", "name": "y"}],
        }
    },
    {"type": "ui", "id": "x", "name": "y", "props": 5, "metadata": 5},
    {"type": "event", "seq": "x", "method": "messages", "params": {"namespace": 5, "data": 5}},
]
NAMES = [
    *(
        "values",
        "updates",
        "messages",
        "messages/partial",
        "messages/complete",
        "messages/metadata",
        "custom",
    ),
    *(
        "error",
        "debug",
        "tasks",
        "checkpoints",
        "events",
        "metadata",
        "values|a:1",
        "updates|tools:1|b:2",
        "|||",
    ),
]


@pytest.mark.parametrize("place", range(len(HOSTILE)))
def test_events_of_any_form_are_read(tmp_path, place):
    """Only errors that a command reports are raised, and the output is a scenario."""
    data = HOSTILE[place]
    entries = [
        each
        for number, name in enumerate(NAMES)
        for each in (
            turn(VALUES[0], (name, data), (name, data), *VALUES[1:], text=f"full {number}"),
            turn((name, data), text=f"only {number}"),
        )
    ]
    result = invoke(tmp_path, {"log": {"entries": entries}})
    assert result.exit_code == 0, result.output
    assert result.exception is None


@pytest.mark.parametrize("place", range(len(HOSTILE)))
def test_requests_of_any_form_are_read(tmp_path, place):
    data = HOSTILE[place]
    bodies = [data, {"assistant_id": data, "input": data, "command": data, "checkpoint": data}]
    bodies += [{"assistant_id": "agent", "input": {"messages": data}}, {"command": {"resume": data}}]
    paths = ["runs/stream", "runs/wait", "runs", "commands", "stream/events", "state", "history"]
    entries = [
        entry(f"{THREAD}/{path}", body, content)
        for path in paths
        for body in bodies
        for content in (data, stream(("values", data)))
    ]
    result = invoke(tmp_path, {"log": {"entries": entries}}, "--graph", "agent")
    assert result.exit_code in {0, 1}, result.output
    assert result.exception is None or isinstance(result.exception, SystemExit)


def test_a_recording_without_runs_has_its_own_exception(tmp_path):
    file = tmp_path / "session.har"
    file.write_text('{"log": {"entries": []}}')
    with pytest.raises(NoRuns):
        recorded(file)


def test_python_recursion_does_not_limit_the_depth(record):
    deep = "x"
    for _ in range(90):
        deep = [deep]
    assert sys.getrecursionlimit() > 90
    assert record(turn(VALUES[0], ("custom", deep)))
