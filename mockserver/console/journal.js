// The journal: every request as it comes, with its verdict, and the details of one.

import { ApiError, call } from "./api.js";
import { button, counted, el, empty, milliseconds, throttled, time } from "./dom.js";
import { entryView } from "./entry.js";
import { SplitView } from "./split_view.js";
import { statusKind, verdict } from "./verdict.js";
import { VirtualList } from "./virtual_list.js";

const SHOWN = {
  all: { text: "All requests", admits: () => true },
  violations: { text: "Violations of the contract", admits: (entry) => entry.valid === false },
  errors: { text: "Errors (4xx, 5xx, none)", admits: (entry) => entry.finished && !(entry.status < 400) },
  faults: { text: "Affected by faults", admits: (entry) => entry.faults.length > 0 },
};

export function journalPanel(store) {
  const text = el("input", { type: "search", placeholder: "Filter: path, operation, status", "aria-label": "Filter" });
  const kind = el("select", { "aria-label": "Show" }, Object.entries(SHOWN).map(([name, { text }]) => el("option", { value: name }, text)));
  const follow = el("input", { type: "checkbox", checked: true });
  const total = el("span", { class: "dim count", role: "status" });
  const toolbar = el("div", { class: "toolbar" }, text, kind,
    el("label", { class: "check" }, follow, "Follow"), button("Clear", clear), total);
  const list = new VirtualList({ label: "Requests", height: 32, key: (entry) => entry.number, row,
    select: (entry) => select(entry.number), open: () => view.focus() });
  const view = new SplitView({
    toolbar, list, close: () => select(null),
    help: empty("Select a request.", "Arrow keys move through the list, Enter moves to the details."),
  });
  let number = null; // of the selected entry
  let shown = null; // its details

  function row(entry) {
    const { sign, word, kind } = verdict(entry);
    return [
      el("span", { class: "number" }, `${entry.number}`),
      el("span", { class: `sign ${kind}`, role: "img", "aria-label": word, title: word }, sign),
      el("span", { class: "method" }, entry.method),
      el("span", { class: "path", title: entry.path }, entry.path),
      el("span", { class: "badges" }, entry.faults.map((fault) => el("span", { class: "badge fault", title: `fault ${fault}` }, fault))),
      el("span", { class: `code ${statusKind(entry)}` }, entry.status ? `${entry.status}` : entry.finished ? "none" : "…"),
      el("span", { class: "duration" }, entry.finished ? milliseconds(entry.duration_ms) : ""),
      el("span", { class: "at" }, time(entry.started_at)),
    ];
  }

  function filtered() {
    const words = text.value.toLowerCase().split(/\s+/).filter(Boolean);
    const { admits } = SHOWN[kind.value];
    if (!words.length && kind.value === "all") return [...store.entries];
    return store.entries.filter((entry) => {
      if (!admits(entry)) return false;
      const line = `${entry.method} ${entry.path} ${entry.operation} ${entry.status} ${entry.faults.join(" ")}`.toLowerCase();
      return words.every((word) => line.includes(word));
    });
  }

  function refresh() {
    const entries = filtered();
    list.show(entries, { follow: follow.checked && number === null });
    const all = store.entries.length;
    total.textContent = entries.length === all ? counted(all, "request") : `${entries.length.toLocaleString()} of ${all.toLocaleString()}`;
    view.blankWith(entries.length || !store.isLoaded ? null : all ? empty("No request matches.", "Change the filter, or show all requests.") : welcome());
  }

  async function select(next) {
    number = next;
    history.replaceState(null, "", next === null ? "#/journal" : `#/journal/${next}`);
    list.mark(next);
    shown = null;
    if (next === null) view.fill(null);
    else await load(next, { isNew: true });
  }

  async function load(wanted, { isNew }) {
    let content;
    try {
      const entry = await call("GET", `/_mock/journal/${wanted}`);
      if (wanted !== number) return;
      if (shown) return shown.update(entry);
      shown = entryView(entry);
      content = shown.element;
    } catch (error) {
      if (!(error instanceof ApiError) || wanted !== number) return;
      content = error.status === 404
        ? empty(`Request ${wanted} is no longer in the journal.`, "The journal keeps the latest requests; a reset empties it.")
        : empty("The request could not be read.", error.message);
    }
    view.fill(content);
    if (isNew) view.enter();
  }

  async function clear() {
    await call("DELETE", "/_mock/journal");
    store.clear();
    select(null);
  }

  const reload = throttled(300, () => number !== null && !shown?.isFinished && load(number, { isNew: false }));
  const drawSoon = throttled(50, refresh);
  store.addEventListener("change", drawSoon);
  for (const change of ["event", "entry"]) {
    store.addEventListener(change, ({ detail }) => detail.number === number && reload());
  }
  text.addEventListener("input", refresh);
  kind.addEventListener("change", refresh);
  follow.addEventListener("change", refresh);
  list.element.addEventListener("scroll", () => {
    if (follow.checked && !list.isAtEnd && number === null && list.element.matches(":hover, :focus")) follow.checked = false;
  });

  return {
    element: el("div", { class: "panel" }, view.element),
    show(argument) {
      refresh();
      if (/^\d+$/.test(argument) && Number(argument) !== number) return select(Number(argument));
    },
  };
}

function welcome() {
  return empty(
    "No requests yet.",
    "Point your application at this mock, or send a request:",
    el("code", {}, `curl ${location.origin}/threads -H 'Content-Type: application/json' -d '{}'`),
    "It appears here at once, with the verdict of the contract.",
  );
}
