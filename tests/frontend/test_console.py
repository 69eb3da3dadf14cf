"""The console in Chromium: live, harmless to look at, usable without a mouse; what it copies works."""

import json
import os
import subprocess
import sys
import threading
from dataclasses import dataclass
from itertools import count
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

import httpx
import pytest

from patience import PATIENCE

HELLO = {"assistant_id": "agent", "input": {"messages": [{"role": "user", "content": "Hello there"}]}}
HOSTILE = [
    "<img src=x onerror=document.title='owned'>",
    "<script>document.title='owned'</script>",
    "'\"><svg onload=document.title='owned'>",
    "$(touch owned) `touch owned` '; touch owned; '",
    "\u202egnp.exe \u0000 \u2028 {{7*7}} \\ \n line",
]
HIDDEN = "\u202egnp.exe\u202c \u2066\u0085\u2028\u200b\ufeff"
"""A text that a terminal or a page would show as another one."""
LONG = "W" * 70_000
PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 800}

numbers = count()


@pytest.fixture(scope="module")
def mock_url(started_mock):
    if os.environ.get("FRONTEND_TARGET"):
        pytest.skip("only this mock has a console")
    with started_mock(pace=10) as url:
        httpx.post(f"{url}/runs/wait", json=HELLO, timeout=PATIENCE)  # imports langgraph
        yield url


@dataclass
class Console:
    """The console of a session, and a client of the same session."""

    page: object
    url: str
    session: str

    def open(self, place="#/journal"):
        """Open the console at an address."""
        self.page.goto(f"{self.url}/_mock/?{urlencode({'mock_session': self.session})}{place}")
        self.page.get_by_role("status").get_by_text("Live").wait_for()

    def send(self, method, path, body=None, **headers):
        headers = {"X-Mock-Session": self.session, **headers}
        given = {"content": body} if isinstance(body, bytes) else {"json": body}
        return httpx.request(method, self.url + path, headers=headers, timeout=PATIENCE, **given)

    @property
    def journal(self):
        return self.send("GET", "/_mock/journal").json()["entries"]

    def row(self, text):
        return self.page.get_by_role("option").filter(has_text=text)

    def copied(self, name):
        """Return the text that a button puts there to copy."""
        self.page.get_by_role("button", name=name, exact=True).click()
        return self.page.get_by_role("group", name="Copied text").inner_text()


@pytest.fixture
def console(page, mock_url):
    """Return a console in a new session."""
    return Console(page, mock_url, f"console-{next(numbers)}")


def test_an_empty_journal_shows_a_command_to_try(console, expect):
    console.open()
    expect(console.page.get_by_text("No requests yet.")).to_be_visible()
    command = console.page.locator("main code").inner_text()
    assert command.startswith(f"curl {console.url}/threads")


def test_the_journal_appears_live_with_verdicts(console, expect):
    console.open()
    console.send("POST", "/threads", {"metadata": {"n": 1}})
    console.send("POST", "/threads", {"metadata": 5})
    good, bad = console.row("/threads").nth(0), console.row("/threads").nth(1)
    expect(good).to_contain_text("200")
    expect(good.get_by_role("img", name="obeys the contract")).to_be_visible()
    expect(bad).to_contain_text("422")
    bad.click()
    expect(console.page.get_by_role("article")).to_contain_text("body.metadata")
    console.page.get_by_label("Show").select_option("violations")
    expect(console.page.get_by_role("option").filter(has_text="/threads")).to_have_count(1)


def test_a_stream_is_on_a_timeline_while_it_runs(console, expect):
    console.open()
    slow = {**HELLO, "assistant_id": "slow", "stream_mode": ["messages-tuple", "values"]}
    sending = threading.Thread(target=console.send, args=("POST", "/runs/stream", slow))
    sending.start()
    console.row("/runs/stream").click()
    expect(console.page.get_by_role("article")).to_contain_text("in progress")
    expect(console.page.get_by_role("img", name="events in")).to_be_visible()
    copied = console.copied("curl")
    sending.join()
    expect(console.page.get_by_role("article")).to_contain_text("obeys the contract")
    expect(console.page.get_by_role("group", name="Copied text")).to_have_text(copied)  # it stays
    events = console.journal[-1]["response"]["events"]
    expect(console.page.get_by_role("img", name=f"{len(events)} events in")).to_be_visible()
    listed = console.page.get_by_role("listbox", name="Events")
    listed.get_by_role("option").first.click()
    expect(console.page.get_by_role("group", name="Data of event 1")).to_contain_text("run_id")


def test_hostile_texts_are_only_texts(console, expect):
    scenario = {"description": HOSTILE[0], "say": HOSTILE[1]}
    console.send("PUT", "/_mock/scenarios/hostile", scenario)
    thread = None
    for text in HOSTILE:
        made = console.send("POST", "/threads", {"metadata": {"title": text, text.replace("\x00", ""): text}})
        thread = made.json()["thread_id"] if made.status_code == 200 else thread
        address = f"/x/{quote(text, safe='')}?{urlencode({text: text})}"
        note = "".join(char for char in text if char.isascii() and char.isprintable()).strip()
        console.send("GET", address, **{"X-Note": note})
    message = {"assistant_id": "hostile", "input": {"messages": [{"role": "user", "content": HOSTILE[2]}]}}
    console.send("POST", f"/threads/{thread}/runs/wait", message)
    console.open()
    for entry in console.journal:
        console.open(f"#/journal/{entry['number']}")
        expect(console.page.get_by_role("article")).to_contain_text(entry["method"])
        for name in ("curl", "Python", "TypeScript", "Verify with curl", "Verify with pytest"):
            console.copied(name)
    shown = {
        f"#/threads/{thread}": console.page.get_by_role("list", name="Messages"),
        "#/runs": console.row("<svg"),
        "#/scenarios/hostile": console.page.get_by_label("Scenario (YAML)"),
    }
    for place, element in shown.items():
        console.open(place)
        expect(element.first).to_be_visible()
    console.open(f"#/threads/{thread}")
    expect(console.page.get_by_role("list", name="Messages")).to_contain_text(HOSTILE[1])
    assert "owned" not in console.page.title()
    assert console.page.locator("main img, main script, main svg[onload]").count() == 0


OUTSIDE = """() => [...document.querySelectorAll("body *")].filter((element) =>
  element.getBoundingClientRect().right > innerWidth + 1 &&
  !element.closest(".list, .json, .snippet, textarea, .scroll, nav"))
  .map((element) => element.outerHTML.slice(0, 200))"""
"""Elements that are not visible without scrolling sideways."""


@pytest.fixture
def hostile_places(console):
    """Return the addresses of panels with long and misleading texts in each part."""
    console.send("PUT", f"/_mock/scenarios/{'a' * 100}", {"description": LONG, "say": f"{HIDDEN} {LONG}"})
    error = {"type": "X" * 200, "message": f"{HOSTILE[0]} {LONG}"}
    console.send("PUT", "/_mock/scenarios/failing", {"error": error})
    asking = [{"custom": {"x": HIDDEN}, "name": "N" * 300}, {"interrupt": {"q": HOSTILE[1], HIDDEN: LONG}}]
    console.send("PUT", "/_mock/scenarios/asking", {"steps": asking})
    fault = {
        "match": {"path": f"/{HOSTILE[2]}"},
        "effect": {"status": 418, "body": {"detail": f"{HIDDEN} {LONG}"}},
    }
    console.send("POST", "/_mock/faults", fault)
    console.send("GET", f"/{quote(HIDDEN + LONG[:3000], safe='')}?q={LONG[:2000]}", **{"X-Note": LONG[:9000]})
    places = [
        "#/journal",
        "#/threads",
        "#/runs",
        "#/scenarios",
        f"#/scenarios/{'a' * 100}",
        "#/faults",
        "#/session",
    ]
    for graph in ("a" * 100, "failing", "asking"):
        thread = console.send("POST", "/threads", {"metadata": {"title": f"{HIDDEN} {LONG}"}}).json()[
            "thread_id"
        ]
        run = {
            "input": {"messages": [{"role": "user", "content": f"{HIDDEN} {LONG}"}]},
            "stream_mode": ["values", "custom"],
        }
        console.send("POST", f"/threads/{thread}/runs/stream", {"assistant_id": graph, **run})
        places += [f"#/threads/{thread}", f"#/journal/{console.journal[-1]['number']}"]
    return [*places, "#/journal/1"]


def test_long_and_misleading_texts_keep_the_layout_and_are_legible(console, hostile_places):
    for place in hostile_places:
        console.open(place)
        console.page.wait_for_function("document.querySelector('main').innerText.trim()")
        for size, scheme in ((PHONE, "dark"), (DESK, "light")):
            console.page.set_viewport_size(size)
            console.page.emulate_media(color_scheme=scheme)
            assert console.page.evaluate(OUTSIDE) == [], place
            assert console.page.evaluate("document.documentElement.scrollWidth <= innerWidth"), place
            shown = console.page.evaluate("document.body.innerText")
            assert not (set(HIDDEN) - set("gnp.exe ")) & set(shown), place
    assert "owned" not in console.page.title()


def test_a_lost_connection_is_shown_and_comes_back(console, expect):
    console.page.route("**/_mock/journal/stream?*", lambda route: route.abort())
    console.page.goto(f"{console.url}/_mock/?mock_session={console.session}")
    expect(console.page.get_by_role("status").get_by_text("Offline")).to_be_visible()
    console.send("GET", "/ok")
    console.page.unroute_all()
    expect(console.page.get_by_role("status").get_by_text("Live")).to_be_visible()
    expect(console.row("/ok")).to_be_visible()


def test_the_policy_forbids_html_of_texts(console):
    console.open()
    blocked = "try { document.body.innerHTML = '<b>x</b>'; 'done' } catch (error) { error.name }"
    assert console.page.evaluate(blocked) == "TypeError"


def run_copied(console, text, tmp_path, command):
    """Run a copied command, and return the entry of the request that it sent and its output."""
    before = console.send("GET", "/_mock/journal?view=summary&limit=1000").json()["last_number"]
    done = subprocess.run(
        [*command, text],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        timeout=PATIENCE,
        check=False,
        env={**os.environ, "X_API_KEY": "ann", "AUTHORIZATION": "Bearer ann"},
    )
    assert done.returncode == 0, done.stderr
    sent = console.send("GET", f"/_mock/journal?after={before}").json()["entries"]
    return sent, done.stdout


REQUESTS = [
    ("POST", "/threads", {"metadata": {"text": HOSTILE[3], "more": "it's \u00fc \U0001f600 \n $HOME"}}),
    ("POST", "/threads", {"thread_id": "0197a000-0000-7000-8000-000000000001", "if_exists": "do_nothing"}),
    ("POST", "/threads/search", {"limit": 2, "metadata": {"a": None, "b": [True, 1.5]}}),
    ("GET", "/threads/0197a000-0000-7000-8000-000000000001", None),
    ("GET", "/threads/a%20b'c%22d/state?subgraphs=true&x=%5B1%5D", None),
    ("POST", "/runs/stream", {**HELLO, "stream_mode": ["values"]}),
    ("PUT", "/store/items", {"namespace": ["a", "b"], "key": "k'", "value": {"v": HOSTILE[0]}}),
    ("DELETE", "/threads/0197a000-0000-7000-8000-000000000009", None),
    ("HEAD", "/ok", None),
    ("POST", "/threads", {"metadata": {HIDDEN: f"{HIDDEN} \u0001 '{HIDDEN}' \\"}}),
    ("POST", "/threads", f"{HIDDEN} \u0001\u001b[31m ' $(touch owned) \\ \n".encode()),
]


def test_a_copied_curl_sends_the_same_request(console, tmp_path):
    for request in REQUESTS:
        console.send(*request, **{"x-api-key": "ann", "Content-Type": "application/json"})
        number = console.journal[-1]["number"]
        console.open(f"#/journal/{number}")
        (again,), _ = run_copied(console, console.copied("curl"), tmp_path, ["bash", "-c"])
        first = console.send("GET", f"/_mock/journal/{number}").json()
        for entry in (first, again):
            assert entry["request"]["headers"]["x-api-key"] == "***"
        same = ("method", "path", "operation", "owner", "session")
        assert {name: again[name] for name in same} == {name: first[name] for name in same}
        for name in ("query", "body", "body_bytes"):
            assert name == "body_bytes" or again["request"][name] == first["request"][name]
    assert list(tmp_path.iterdir()) == []  # nothing was executed


PYTHON = [
    REQUESTS[0],
    REQUESTS[-2],
    ("POST", "/threads/0197a000-0000-7000-8000-000000000001/state", {"values": None, "as_node": None}),
    ("POST", "/runs/stream", {**HELLO, "stream_mode": ["values"]}),
    ("GET", "/threads/0197a000-0000-7000-8000-000000000001/runs?limit=2", None),
    ("POST", "/assistants", {"graph_id": "agent", "name": "Support", "metadata": {"a": [1, None, False]}}),
]


def test_a_copied_python_call_sends_the_same_request(console, tmp_path):
    for request in PYTHON:
        console.send(*request, **{"x-api-key": "ann"})
        first = console.journal[-1]
        console.open(f"#/journal/{first['number']}")
        text = console.copied("Python")
        # the mock may reject it, as it did the first one
        end = "\nexcept Exception as error:\n    print(error)\n"
        guarded = "try:\n" + "\n".join(f"    {line}" for line in text.split("\n")) + end
        (again, *_), out = run_copied(console, guarded, tmp_path, [sys.executable, "-c"])
        assert (again["method"], again["path"], again["owner"]) == (
            first["method"],
            first["path"],
            first["owner"],
        ), out
        given, sent = first["request"]["body"] or {}, again["request"]["body"] or {}
        assert {name: sent.get(name) for name in given} == given, text


def test_a_copied_verification_passes(console, tmp_path):
    console.send("POST", "/threads", {"metadata": {"user": "it's ann"}})
    console.open(f"#/journal/{console.journal[-1]['number']}")
    _, out = run_copied(console, console.copied("Verify with curl"), tmp_path, ["bash", "-c"])
    assert json.loads(out)["verified"] is True
    text = console.copied("Verify with pytest")
    control = (
        "from langgraph_contract.control_client import ControlClient\n"
        f"langgraph_mock = ControlClient({console.url!r}, {console.session!r})\n"
    )
    run_copied(console, control + text, tmp_path, [sys.executable, "-c"])
    console.send("DELETE", "/_mock/journal")
    with pytest.raises(AssertionError, match="received: 0 requests"):
        run_copied(console, control + text, tmp_path, [sys.executable, "-c"])


def test_the_page_works_with_the_keyboard_alone(console, expect):
    for n in range(30):
        console.send("GET", f"/threads/{n}")
    console.open()
    page = console.page
    expect(console.row("/threads/29")).to_be_visible()
    page.get_by_label("Filter").focus()
    for _ in range(8):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.getAttribute('role')") == "listbox":
            break
    listed = page.get_by_role("listbox", name="Requests")
    expect(listed).to_be_focused()
    page.keyboard.press("End")
    expect(page.get_by_role("heading", level=2)).to_contain_text("/threads/29")
    page.keyboard.press("ArrowUp")
    expect(page.get_by_role("heading", level=2)).to_contain_text("/threads/28")
    page.keyboard.press("Home")
    expect(listed.get_by_role("option", selected=True)).to_contain_text("/threads/0")
    assert (
        page.evaluate(
            "document.getElementById(document.activeElement.getAttribute('aria-activedescendant')).ariaSelected"
        )
        == "true"
    )
    page.keyboard.press("Enter")
    expect(page.get_by_role("region", name="Details")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="curl", exact=True)).to_be_focused()
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline == "solid"
    page.keyboard.press("Enter")
    expect(page.get_by_role("group", name="Copied text")).to_contain_text("/threads/0")


def test_a_fault_is_a_switch(console, expect):
    console.open("#/faults")
    console.page.get_by_label("Switch on for").select_option("create_thread")
    switch = console.page.get_by_role("switch", name="Unavailable")
    switch.click()
    expect(switch).to_be_checked()
    assert console.send("POST", "/threads", {}).status_code == 503
    assert console.send("GET", "/ok").status_code == 200
    expect(console.page.get_by_text("1 of 1 matching request affected")).to_be_visible()
    switch.press("Space")
    expect(switch).not_to_be_checked()
    expect(switch).to_be_focused()
    assert console.send("POST", "/threads", {}).status_code == 200


def test_a_fault_of_a_test_can_be_switched_off_and_on_again(console, expect):
    fault = {"id": "mine", "match": {"operation": "get_ok"}, "effect": {"status": 418}}
    console.send("POST", "/_mock/faults", fault)
    console.open("#/faults")
    switch = console.page.get_by_role("switch", name="mine")
    expect(switch).to_be_checked()
    switch.click()
    expect(switch).not_to_be_checked()
    assert console.send("GET", "/ok").status_code == 200
    switch.click()
    expect(switch).to_be_checked()
    assert console.send("GET", "/ok").status_code == 418


def test_an_invalid_fault_names_the_field(console, expect):
    console.open("#/faults")
    console.page.get_by_label("Fault (JSON)").fill('{"effect": {"status": 99}}')
    console.page.get_by_role("button", name="Add").click()
    expect(console.page.get_by_text("body.effect.status")).to_be_visible()


WEATHER = """\
turns:
  - when: ask
    steps:
      - interrupt: { question: "Which city?" }
      - say: You chose {{ answer }}
  - sya: Sunny
"""


def test_a_scenario_is_edited_and_tried(console, expect):
    console.open("#/scenarios")
    page = console.page
    page.get_by_role("button", name="New scenario").first.click()
    page.get_by_label("Name").fill("weather")
    page.get_by_label("Scenario (YAML)").fill(WEATHER)
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("status").filter(has_text="did you mean")).to_be_visible()
    expect(page.locator("#notice")).to_be_empty()  # once is enough
    source = page.get_by_label("Scenario (YAML)")
    source.fill(source.input_value().replace("sya", "say"))
    page.get_by_label("Message", exact=True).fill("How is it?")
    page.keyboard.press("Enter")  # saves, then runs
    transcript = page.get_by_role("list", name="Conversation")
    expect(transcript).to_contain_text("Sunny")
    expect(console.row("weather")).to_be_visible()
    page.get_by_label("Message", exact=True).fill("ask me")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("group", name="Interrupt")).to_contain_text("Which city?")
    expect(page.get_by_role("button", name="Answer")).to_be_in_viewport()
    page.get_by_label("Message", exact=True).fill("Paris")
    page.get_by_role("button", name="Answer").click()
    expect(transcript).to_contain_text("You chose Paris")
    assert console.send("GET", "/_mock/scenarios/weather").json()["turns"][1]["steps"] == [{"say": "Sunny"}]


def test_the_history_of_a_thread_is_a_tree_with_its_forks(console, expect):
    thread = console.send("POST", "/threads", {}).json()["thread_id"]
    run = f"/threads/{thread}/runs/wait"
    console.send("POST", run, HELLO)
    states = console.send("POST", f"/threads/{thread}/history", {"limit": 100}).json()
    console.send("POST", run, {**HELLO, "checkpoint_id": states[-1]["checkpoint"]["checkpoint_id"]})
    console.open(f"#/threads/{thread}")
    tree = console.page.get_by_role("list", name="History, newest first")
    expect(tree.get_by_text("fork")).to_have_count(1)
    tree.get_by_role("button").last.click()
    expect(console.page.get_by_role("group", name="State at the checkpoint")).to_contain_text('"step": -1')


def test_the_clock_is_frozen_and_advanced(console, expect):
    console.open("#/session")
    frozen = console.page.get_by_role("switch", name="Frozen")
    frozen.click()
    expect(frozen).to_be_checked()
    before = console.send("GET", "/_mock/clock").json()
    with console.page.expect_response("**/_mock/clock/advance"):
        console.page.get_by_role("button", name="1 day").click()
    expect(console.page.get_by_text("stands still")).to_be_visible()
    after = console.send("GET", "/_mock/clock").json()
    assert before["frozen"]
    assert after["now"][:10] > before["now"][:10]


BIG = [9007199254740993, -(2**63) + 1]
"""Integers that a number of JavaScript can't hold."""


def test_integers_beyond_a_double_are_shown_and_copied_exactly(console, expect):
    made = console.send("POST", "/threads", {"metadata": {"ids": BIG, "small": 5}}).json()
    [entry] = console.journal
    console.open(f"#/journal/{entry['number']}")
    for body in console.page.get_by_role("group", name="Body").all():
        expect(body).to_contain_text(str(BIG[0]))
        expect(body).to_contain_text(str(BIG[1]))
    assert f'"ids":{json.dumps(BIG, separators=(",", ":"))}' in console.copied("curl")
    assert f'"ids": {BIG}' in console.copied("Python")
    console.open(f"#/threads/{made['thread_id']}")
    console.page.get_by_text("Metadata", exact=True).click()
    expect(console.page.get_by_role("group", name="Metadata")).to_contain_text(str(BIG[0]))


def test_a_snapshot_is_downloaded_and_restored_without_a_change(console, expect, tmp_path):
    console.send("POST", "/threads", {"metadata": {"ids": BIG, "one": 1.0}})
    console.open("#/session")
    with console.page.expect_download() as download:
        console.page.get_by_role("button", name="Download snapshot").click()
    file = tmp_path / "snapshot.json"
    download.value.save_as(file)
    assert f'{{"ids":{json.dumps(BIG, separators=(",", ":"))},"one":1.0}}' in file.read_text()
    console.send("POST", "/_mock/reset")
    console.page.get_by_label("Restore a snapshot").set_input_files(file)
    expect(console.page.get_by_role("alert")).to_have_text("Restored.")
    [thread] = console.send("POST", "/threads/search", {}).json()
    assert thread["metadata"] == {"ids": BIG, "one": 1.0}


def test_a_notice_disappears_after_the_next_action(console, expect):
    console.open("#/session")
    console.page.get_by_role("button", name="Set", exact=True).click()
    expect(console.page.get_by_role("alert")).to_have_text("Choose a time to set.")
    console.page.get_by_role("button", name="1 hour").click()
    expect(console.page.locator("#notice")).to_be_empty()
    console.page.get_by_role("button", name="Set", exact=True).click()
    console.page.get_by_role("link", name="Faults").click()
    expect(console.page.locator("#notice")).to_be_empty()


@pytest.mark.parametrize("place", ["#/nothing", "#/toString", "#main", "#/journal/%zz"])
def test_any_url_shows_a_panel(console, expect, place):
    console.open(place)
    expect(console.page.get_by_role("link", name="Journal")).to_have_attribute("aria-current", "page")
    expect(console.page.get_by_text("No requests yet.")).to_be_visible()


def test_an_unknown_scenario_does_not_show_another_one(console, expect):
    console.send("PUT", "/_mock/scenarios/weather", {"say": "Sunny"})
    console.open("#/scenarios/weather")
    expect(console.page.get_by_label("Name")).to_have_value("weather")
    console.page.evaluate("location.hash = '#/scenarios/travel'")
    expect(console.page.get_by_text("Scenario 'travel' not found")).to_be_visible()
    expect(console.page.get_by_label("Name")).to_have_count(0)


def test_sessions_are_chosen_in_the_header(console, expect):
    console.send("POST", "/threads", {"metadata": {"title": "Mine"}})
    console.open("#/threads")
    expect(console.row("Mine")).to_be_visible()
    console.page.get_by_label("Session").select_option("default")
    expect(console.page.get_by_role("status").get_by_text("Live")).to_be_visible()
    expect(console.row("Mine")).to_have_count(0)


SHIFTS = """new Promise((resolve) => {
  let sum = 0;
  const add = (shift) => (sum += shift.hadRecentInput ? 0 : shift.value); // a click may change the page
  const observer = new PerformanceObserver((list) => list.getEntries().forEach(add));
  observer.observe({ type: "layout-shift", buffered: true });
  setTimeout(() => resolve(sum), 100);
})"""


def many(route):
    """Respond with a page of a journal with 10,000 entries."""
    query = dict(parse_qsl(urlsplit(route.request.url).query))
    after = int(query["after"])
    entry = {"operation": "get_ok", "method": "GET", "status": 200, "duration_ms": 1, "valid": True}
    entry |= {"finished": True, "faults": [], "started_at": "2025-06-01T12:00:00+00:00"}
    numbers = range(after + 1, min(after + int(query["limit"]), 10_000) + 1)
    entries = [{**entry, "number": number, "path": f"/ok/{number}"} for number in numbers]
    route.fulfill(json={"entries": entries, "last_number": 10_000, "dropped": 0})


def test_ten_thousand_requests_are_not_all_drawn_and_do_not_move(console, expect):
    console.page.route("**/_mock/journal?*", many)
    console.open()
    page = console.page
    expect(page.get_by_text("10,000 requests")).to_be_visible()
    expect(console.row("/ok/10000")).to_be_visible()
    listed = page.get_by_role("listbox", name="Requests")
    listed.press("Home")
    for _ in range(20):
        listed.press("PageDown")
    listed.press("End")
    expect(listed.get_by_role("option", selected=True)).to_have_attribute("aria-posinset", "10000")
    assert page.locator("main *").count() < 1500
    page.get_by_label("Filter").fill("/ok/777")
    expect(page.get_by_text("11 of 10,000")).to_be_visible()
    assert page.evaluate(SHIFTS) == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_phone_shows_each_panel_without_scrolling_sideways(console, expect, scheme):
    console.send("POST", "/runs/wait", HELLO)
    console.page.set_viewport_size(PHONE)
    console.page.emulate_media(color_scheme=scheme)
    for place in ("journal", "threads", "runs", "scenarios", "faults", "session"):
        console.open(f"#/{place}")
        link = console.page.get_by_role("link", name=place.title())
        expect(link).to_have_attribute("aria-current", "page")
        assert console.page.evaluate("document.documentElement.scrollWidth <= innerWidth"), place
    assert console.page.locator("header").bounding_box()["height"] < 100  # two rows
    background = console.page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert ("18" in background) == (scheme == "dark")


def test_a_phone_shows_the_list_or_the_details(console, expect):
    console.send("GET", "/ok")
    console.page.set_viewport_size(PHONE)
    console.open()
    console.row("/ok").click()
    expect(console.page.get_by_role("heading", level=2)).to_contain_text("/ok")
    expect(console.page.get_by_role("listbox", name="Requests")).to_be_hidden()
    console.page.get_by_role("button", name="Back").click()
    expect(console.page.get_by_role("listbox", name="Requests")).to_be_focused()


def test_a_browser_signs_in_with_the_token(started_mock, page, expect):
    with started_mock("--control-token", "s3cret", pace=1) as url:
        page.goto(f"{url}/_mock/")
        page.get_by_label("Token of").fill("wrong")
        page.keyboard.press("Enter")
        expect(page.get_by_role("alert")).to_have_text("This is not the token.")
        page.get_by_label("Token of").fill("s3cret")
        page.keyboard.press("Enter")
        expect(page.get_by_role("status").get_by_text("Live")).to_be_visible()
        httpx.post(f"{url}/threads", json={})
        expect(page.get_by_role("option").filter(has_text="/threads")).to_be_visible()
