"""Page object of the chat page: finds elements by role and name, as a user does."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlsplit

WATCH = """() => {
  const seen = (window.seen = []);
  new MutationObserver(() => {
    const text = [...document.querySelectorAll("[aria-label=Assistant] > p")].at(-1)?.textContent;
    if (text && text !== seen.at(-1)) seen.push(text);
  }).observe(document.body, { subtree: true, childList: true, characterData: true });
}"""


@dataclass(frozen=True)
class Chat:
    page: Any
    expect: Any

    def say(self, text):
        self.page.get_by_role("textbox", name="Message").fill(text)
        self.press("Send")

    def press(self, name):
        self.page.get_by_role("button", name=name, exact=True).last.click()

    def fill(self, name, text):
        self.page.get_by_role("textbox", name=name).fill(text)

    @property
    def own_messages(self):
        return self.page.get_by_role("article", name="You")

    @property
    def replies(self):
        return self.page.get_by_role("article", name="Assistant")

    @property
    def failure(self):
        return self.page.get_by_role("alert")

    def part(self, name):
        return self.page.get_by_role("region", name=name)

    def versions(self, of):
        return of.get_by_role("group", name="Versions")

    def wait_for_reply(self, text):
        """Wait until the last answer contains `text` and the run is finished."""
        self.expect(self.replies.last).to_contain_text(text)
        self.at_rest()

    def at_rest(self):
        self.expect(self.page.get_by_role("log")).to_have_attribute("aria-busy", "false")

    def watched(self):
        """Start recording every text that the last answer shows."""
        self.page.evaluate(WATCH)

    def seen(self):
        return self.page.evaluate("window.seen")

    @property
    def thread_id(self):
        return parse_qs(urlsplit(self.page.url).query)["thread"][0]
