"""Scenario files of a running mock: changes are served at once, and threads stay."""

import asyncio

import pytest

from mockserver import scenarios
from mockserver.errors import GraphNotFound
from mockserver.scenario_reload import ScenarioFiles
from mockserver.state.world import World


@pytest.fixture
def follow(run_async):
    """Return a function that runs an async function while the files of a folder are followed."""

    def run(folder, act, **words):
        async def main(scene):
            lines = []
            files = ScenarioFiles(lambda: scene.world, [folder], lines.append)
            files.read()
            following = asyncio.create_task(files.follow())
            await asyncio.sleep(0.2)  # until the folder is watched
            try:
                await act(scene, lines)
            finally:
                following.cancel()
                await asyncio.gather(following, return_exceptions=True)

        return run_async(main, **words)

    return run


async def until(condition):
    while not condition():  # noqa: ASYNC110 - nothing else tells when the file has been read
        await asyncio.sleep(0.02)


async def said(scene, thread, graph="mine", text="hi"):
    body = {"assistant_id": graph, "input": {"messages": [{"role": "user", "content": text}]}}
    return (await scene.json("wait_thread_run", body, thread_id=thread))["messages"]


def test_a_change_is_served_and_the_thread_stays(tmp_path, follow):
    file = tmp_path / "mine.yaml"
    file.write_text("say: Before")

    async def act(scene, lines):
        thread = await scene.thread()
        await said(scene, thread)
        old = scene.world.scenarios["mine"]
        file.write_text("say: After")
        await until(lambda: scene.world.scenarios["mine"] is not old)
        texts = [message["content"] for message in await said(scene, thread)]
        assert texts == ["hi", "Before", "hi", "After"]
        assert lines == []

    follow(tmp_path, act)


def test_files_are_added_and_removed(tmp_path, follow):
    async def act(scene, _lines):
        (tmp_path / "new.yaml").write_text("description: Mine\nsay: Hello")
        await until(lambda: "new" in scene.world.graph_ids)
        [assistant] = await scene.json("search_assistants", {"graph_id": "new"})
        assert assistant["description"] == "Mine"
        assert assistant["metadata"] == {"created_by": "system"}
        (tmp_path / "new.yaml").unlink()
        await until(lambda: "new" not in scene.world.graph_ids)
        assert "new" not in [each["graph_id"] for each in await scene.json("search_assistants", {})]

    follow(tmp_path, act)


def test_a_broken_change_is_reported_once_and_the_old_scenario_stays(tmp_path, follow):
    file = tmp_path / "mine.yaml"
    file.write_text("say: Before")

    async def act(scene, lines):
        file.write_text("sya: After")
        await until(lambda: lines)
        (tmp_path / "other.yaml").write_text("say: Other")
        await until(lambda: "other" in scene.world.graph_ids)
        assert lines == [f"{file}:1: unknown step 'sya'; did you mean 'say'?"]
        assert (await said(scene, await scene.thread()))[-1]["content"] == "Before"

    follow(tmp_path, act)


def test_an_open_interrupt_survives_a_change(tmp_path, follow):
    file = tmp_path / "mine.yaml"
    file.write_text("steps:\n- interrupt: 1\n- 'Before {{ answer }}'")

    async def act(scene, _lines):
        thread = await scene.thread()
        await scene.finished(await scene.started(thread, "mine"))
        old = scene.world.scenarios["mine"]
        file.write_text("steps:\n- interrupt: 1\n- 'After {{ answer }}'")
        await until(lambda: scene.world.scenarios["mine"] is not old)
        body = {"assistant_id": "mine", "command": {"resume": "yes"}}
        result = await scene.json("wait_thread_run", body, thread_id=thread)
        assert result["messages"][-1]["content"] == "After yes"

    follow(tmp_path, act)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("steps: [a, b, c, {interrupt: 1}, d]", "steps: []"),
        ("steps: [a, {interrupt: 1}, b]", "steps: [a, {interrupt: 1, node: other}, {say: b, node: other}]"),
        ("tools: [{name: a}, {name: b, interrupt: 1}]", "tools: [{name: a}]"),
        ("tools: [{name: a, interrupt: 1}]", "say: Hello"),
        ("tools: [{name: a, approval: true}]", "steps: [{subgraph: a, steps: [x]}]"),
        ("for_each: [1]\nnode: a\nsteps: [{interrupt: 1}]", "steps: []"),
        ("subgraph: a\nsteps: [x, {interrupt: 1}]", "subgraph: a\nsteps: [{say: x, node: y}]"),
    ],
)
def test_a_turn_whose_step_is_gone_ends_and_the_next_one_works(run_async, before, after):
    async def act(scene):
        scene.world.put_scenario("mine", scenarios.parse(before, "text", "mine"))
        thread = await scene.thread()
        await scene.finished(await scene.started(thread, "mine"))
        assert (await scene.json("get_thread", thread_id=thread))["status"] == "interrupted"
        changed = scenarios.parse(f"turns:\n- when: hi\n{indented(after)}\n- say: Fine.", "text", "mine")
        scene.world.put_scenario("mine", changed)
        body = {"assistant_id": "mine", "command": {"resume": "yes"}}
        result = await scene.json("wait_thread_run", body, thread_id=thread)
        assert result.get("__error__", {"error": "ScenarioChanged"})["error"] == "ScenarioChanged"
        assert (await said(scene, thread, text="other"))[-1]["content"] == "Fine."

    run_async(act)


def indented(text):
    return "\n".join(f"  {line}" for line in text.splitlines())


class TestWorld:
    SCENARIO = scenarios.parse("description: Mine\nsay: Hello", "text", "agent")

    def test_a_scenario_replaces_a_graph_until_it_is_removed(self):
        world = World()
        world.put_scenario("agent", self.SCENARIO)
        assert world.graph_ids.count("agent") == 1
        assert world.assistants.resolve("", "agent").description == "Mine"
        world.remove_scenario("agent")
        assert "agent" in world.graph_ids
        assert world.assistants.resolve("", "agent").description is None

    def test_a_new_graph_id_ends_with_its_scenario(self):
        world = World(built_in=False)
        world.put_scenario("mine", self.SCENARIO)
        assert world.graph_ids == ("mine",)
        world.remove_scenario("mine")
        assert world.graph_ids == ()
        with pytest.raises(GraphNotFound):
            world.assistants.must_serve("mine")

    def test_an_unknown_scenario_cannot_be_removed(self):
        with pytest.raises(GraphNotFound):
            World().remove_scenario("agent")

    def test_threads_of_a_removed_scenario_can_be_read(self, run_async):
        async def act(scene):
            scene.world.put_scenario("mine", self.SCENARIO)
            thread = await scene.thread()
            await said(scene, thread)
            scene.world.remove_scenario("mine")
            assert (await scene.json("get_thread", thread_id=thread))["values"]["messages"][-1][
                "content"
            ] == "Hello"
            with pytest.raises(Exception, match="mine"):
                await said(scene, thread)

        run_async(act)
