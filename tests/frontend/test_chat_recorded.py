"""The scenario of a recorded session of the `examples/chat` page repeats its events."""

import recorded_sessions as sessions
from frontend.chat import Chat

from mockserver.recording import recorded


def test_the_scenario_repeats_the_session(page, expect, site, tmp_path):
    with sessions.mock(sessions.EXAMPLES / "travel.yaml") as server:
        recorder = sessions.Recorder(server)
        with recorder.served() as url:
            page.goto(f"{site}/?url={url}&assistant=travel")
            chat = Chat(page, expect)
            chat.say("How is the weather?")
            chat.wait_for_reply("Take your sunglasses.")
            chat.say("Please book a flight")
            chat.press("Approve")
            chat.wait_for_reply("The airline answered: Booked 2 seats.")
            chat.say("And now?")
            chat.wait_for_reply("I can look up the weather")
            page.close()
        file = recorder.write(tmp_path / "session.har", 1)
    scenario = recorded(file)
    assert scenario.turns == 3
    with sessions.mock() as url:
        pairs = [*sessions.Replay(file, url, scenario).pairs()]
    assert len(pairs) == 4
    for before, after in pairs:
        assert sessions.comparable(after) == sessions.comparable(before)
