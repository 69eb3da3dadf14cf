// The session: its clock, its state, and the other sessions.

import { call, chosen, raw } from "./api.js";
import { button, el, field, guarded, instant, notify, section } from "./dom.js";

const STEPS = [["1 minute", 60], ["1 hour", 3600], ["1 day", 86_400]];

export function sessionPanel(store) {
  const sessions = el("div", {});
  const element = el("div", { class: "panel cards" }, clockCard(), stateCard(store), section("Sessions", sessions));
  const clock = element.querySelector("[data-clock]");

  async function load() {
    const [time, every] = await Promise.all([call("GET", "/_mock/clock"), call("GET", "/_mock/sessions")]);
    clock.dispatchEvent(new CustomEvent("time", { detail: time }));
    sessions.replaceChildren(table(every, load));
  }

  return { element, changed: load, show: load };
}

function clockCard() {
  const now = el("p", { class: "clock", "data-clock": true });
  const frozen = el("button", { type: "button", role: "switch", "aria-checked": "false" }, el("span", { class: "knob", "aria-hidden": "true" }), el("span", { class: "label" }, "Frozen"));
  const seconds = el("input", { type: "number", min: 0, step: "any", value: 10 });
  const date = el("input", { type: "datetime-local", step: 1 });

  const show = (time) => {
    now.replaceChildren(instant(time.now), " ", el("span", { class: "dim" }, time.frozen ? "stands still" : "runs in real time"));
    frozen.setAttribute("aria-checked", String(time.frozen));
  };
  now.addEventListener("time", ({ detail }) => show(detail));
  const advance = async (by) => show(await call("POST", "/_mock/clock/advance", { seconds: by }));
  frozen.addEventListener("click", guarded(async () =>
    show(await call("PATCH", "/_mock/clock", { frozen: frozen.getAttribute("aria-checked") !== "true" }))));
  return section("Clock", now, frozen,
    el("div", { class: "buttons", role: "group", "aria-label": "Advance" }, el("span", { class: "dim" }, "Advance by"), STEPS.map(([text, by]) => button(text, () => advance(by)))),
    el("form", { class: "row-of", on: { submit: guarded((event) => (event.preventDefault(), advance(Number(seconds.value)))) } }, field("Seconds", seconds), el("button", {}, "Advance")),
    el("form", { class: "row-of", on: { submit: guarded(async (event) => {
      event.preventDefault();
      if (!date.value) throw new Error("Choose a time to set.");
      show(await call("PATCH", "/_mock/clock", { now: new Date(date.value).toISOString() }));
    }) } }, field("Time", date), el("button", {}, "Set")),
    el("p", { class: "dim small" }, "The clock only goes forward; a reset starts it again. Crons, times to live and delays of runs follow it."));
}

function stateCard(store) {
  const file = el("input", { type: "file", accept: ".json,.yaml,.yml" });
  file.addEventListener("change", guarded(async () => {
    const [chosenFile] = file.files;
    if (!chosenFile) return;
    const text = await chosenFile.text();
    file.value = "";
    await raw("PUT", "/_mock/snapshot", text, chosenFile.name.endsWith(".json") ? "application/json" : "application/yaml");
    notify("Restored.");
  }));
  return section("State",
    el("div", { class: "buttons" },
      button("Create sample data", async () => {
        const made = await call("POST", "/_mock/seed", { generate: { threads: 20, long_thread: 60, statuses: true, interrupts: true } });
        notify(`Created ${made.threads.length} threads.`);
      }),
      button("Download snapshot", async () => {
        const snapshot = await raw("GET", "/_mock/snapshot"); // unparsed, so that every number stays as it is
        const url = URL.createObjectURL(await snapshot.blob());
        el("a", { href: url, download: "snapshot.json" }).click();
        setTimeout(() => URL.revokeObjectURL(url), 1000);
      }),
      button("Reset", async (event) => {
        if (!confirmed(event.currentTarget)) return;
        await call("POST", "/_mock/reset");
        store.clear();
        notify("The session is empty.");
      }, { class: "danger" })),
    field("Restore a snapshot that you trust", file));
}

/** Return whether the button was pressed twice: the first press only changes its text. */
function confirmed(control) {
  if (control.dataset.sure) {
    control.textContent = control.dataset.sure;
    delete control.dataset.sure;
    return true;
  }
  control.dataset.sure = control.textContent;
  control.textContent = "Press again to delete everything";
  setTimeout(() => {
    if (!control.dataset.sure) return;
    control.textContent = control.dataset.sure;
    delete control.dataset.sure;
  }, 4000);
  return false;
}

function idle(seconds) {
  return seconds < 120 ? `${Math.round(seconds)} s` : `${Math.round(seconds / 60)} min`;
}

function table(sessions, reload) {
  const heads = ["Session", "Threads", "Open requests", "Idle", ""].map((name) => el("th", { scope: "col" }, name));
  const current = chosen ?? "default";
  return el("div", { class: "scroll", tabindex: 0, role: "group", "aria-label": "Sessions" }, el("table", {}, el("thead", {}, el("tr", {}, heads)), el("tbody", {}, sessions.map((session) => {
    const name = session.session_id;
    return el("tr", {}, el("td", {}, name === current ? el("strong", {}, name) : el("a", { href: `?mock_session=${encodeURIComponent(name)}#/journal` }, name)),
      el("td", {}, `${session.threads}`), el("td", {}, `${session.requests}`), el("td", {}, idle(session.idle_seconds)),
      el("td", {}, name === "default" || name === current ? null : button("Delete", async () => (await call("DELETE", `/_mock/sessions/${encodeURIComponent(name)}`), reload()), { "aria-label": `Delete ${name}` })));
  }))));
}
