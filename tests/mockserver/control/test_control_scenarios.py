"""Scenarios of a session: added, replaced and deleted while it runs."""

import json

import pytest


def wait(text="hi"):
    return {"assistant_id": "travel", "input": {"messages": [{"role": "user", "content": text}]}}


def last(values):
    return values["messages"][-1]["content"]


def test_a_scenario_is_served_in_its_session_only(tested):
    async def act(mock):
        put = await mock("PUT", "/_mock/scenarios/travel", {"say": "Hello"}, session="a")
        listed = await mock("GET", "/_mock/scenarios", session="a")
        values = await mock("POST", "/runs/wait", wait(), session="a")
        elsewhere = await mock("GET", "/_mock/scenarios", session="b")
        return put, listed, last(values), elsewhere

    put, listed, text, elsewhere = tested(act)
    assert put == {"name": "travel", "description": None}
    assert (listed, elsewhere) == ([put], [])
    assert text == "Hello"


def test_a_replaced_scenario_continues_the_threads(tested):
    async def act(mock):
        thread = (await mock("POST", "/threads", {}))["thread_id"]
        texts = []
        for text in ("One", "Two"):
            await mock("PUT", "/_mock/scenarios/travel", {"name": "other", "say": text})
            texts.append(last(await mock("POST", f"/threads/{thread}/runs/wait", wait())))
        return texts, len((await mock("GET", f"/threads/{thread}"))["values"]["messages"])

    assert tested(act) == (["One", "Two"], 4)


def test_yaml_is_accepted(tested):
    async def act(mock):
        headers = {"Content-Type": "application/yaml"}
        await mock("PUT", "/_mock/scenarios/travel", content="say: Hello", headers=headers)
        return last(await mock("POST", "/runs/wait", wait()))

    assert tested(act) == "Hello"


def test_yaml_has_the_types_that_a_file_has(tested):
    async def act(mock):
        headers = {"Content-Type": "application/yaml"}
        scenario = "interrupt: {choices: [yes, no, 12:30, 010, 2024-01-01, 1e3], question: Really?}"
        await mock("PUT", "/_mock/scenarios/travel", content=scenario, headers=headers)
        return (await mock("POST", "/runs/wait", wait()))["__interrupt__"][0]["value"]["choices"]

    assert tested(act) == ["yes", "no", "12:30", "010", "2024-01-01", 1000.0]


def test_a_key_of_yaml_that_occurs_twice_is_rejected(tested):
    async def act(mock):
        headers = {"Content-Type": "application/yaml"}
        scenario = "say: Hello\nsay: Bye"
        return await mock("PUT", "/_mock/scenarios/travel", content=scenario, headers=headers, status=422)

    assert tested(act) == {"detail": "body: not valid YAML: the key 'say' occurs twice in line 2, column 1"}


@pytest.mark.parametrize("media_type", ["application/json", "application/yaml"])
@pytest.mark.parametrize("ascii_only", [True, False])
def test_every_character_is_accepted_and_restored(tested, media_type, ascii_only):
    text = "🎉 \u2028\u0085\x7f\ufeff \\ud83c\\udf89"

    async def act(mock):
        content = json.dumps({"say": text}, ensure_ascii=ascii_only).encode()
        headers = {"Content-Type": media_type}
        await mock("PUT", "/_mock/scenarios/travel", content=content, headers=headers)
        await mock("PUT", "/_mock/snapshot", await mock("GET", "/_mock/snapshot"), status=204)
        return last(await mock("POST", "/runs/wait", wait()))

    assert tested(act) == text


def test_yaml_without_its_content_type_is_rejected_with_a_hint(tested):
    async def act(mock):
        return await mock("PUT", "/_mock/scenarios/travel", content="say: Hello", status=422)

    detail = tested(act)["detail"]
    assert detail.startswith("body: not valid JSON: ")
    assert detail.endswith("; send YAML with Content-Type: application/yaml")


def test_a_broken_scenario_names_the_step_and_changes_nothing(tested):
    async def act(mock):
        error = await mock("PUT", "/_mock/scenarios/travel", {"steps": [{"sya": "Hello"}]}, status=422)
        return error["detail"], await mock("GET", "/_mock/scenarios")

    detail, listed = tested(act)
    assert detail == "body: steps.0: unknown step 'sya'; did you mean 'say'?"
    assert listed == []


def test_an_unknown_key_is_named_with_its_turn(tested):
    async def act(mock):
        turns = [{"when": "hi", "say": "Hi"}, {"wen": "bye", "say": "Bye"}]
        return await mock("PUT", "/_mock/scenarios/travel", {"turns": turns}, status=422)

    assert tested(act)["detail"] == "body: turns.1: unknown key 'wen'; did you mean 'when'?"


def test_a_deleted_scenario_is_gone(tested):
    async def act(mock):
        await mock("PUT", "/_mock/scenarios/travel", {"say": "Hello"})
        await mock("DELETE", "/_mock/scenarios/travel", status=204)
        await mock("DELETE", "/_mock/scenarios/travel", status=404)
        return await mock("GET", "/_mock/scenarios")

    assert tested(act) == []


def test_a_reset_keeps_the_scenarios_of_files_only(tested, tmp_path):
    (tmp_path / "hello.yaml").write_text("say: Hello")

    async def act(mock):
        await mock("PUT", "/_mock/scenarios/travel", {"say": "Hello"})
        before = await mock("GET", "/_mock/scenarios")
        await mock("POST", "/_mock/reset")
        return [each["name"] for each in before], [
            each["name"] for each in await mock("GET", "/_mock/scenarios")
        ]

    assert tested(act, scenarios=(tmp_path,)) == (["hello", "travel"], ["hello"])
