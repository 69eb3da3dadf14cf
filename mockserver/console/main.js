// The page: one panel per address after `#`, the session, and the state of the connection.

import { call, chosen } from "./api.js";
import { el, notify, throttled, unnotify } from "./dom.js";
import { faultsPanel } from "./faults.js";
import { JournalStore } from "./journal_store.js";
import { journalPanel } from "./journal.js";
import { runsPanel } from "./runs.js";
import { scenariosPanel } from "./scenarios.js";
import { sessionPanel } from "./session.js";
import { threadsPanel } from "./threads.js";

const PANELS = {
  journal: journalPanel,
  threads: threadsPanel,
  runs: runsPanel,
  scenarios: scenariosPanel,
  faults: faultsPanel,
  session: sessionPanel,
};

const main = document.getElementById("main");
const sessions = document.getElementById("session");
const store = new JournalStore();
const panels = {};
let shown;

/** Show the panel of the address: `#/journal/12` is entry 12 of the journal. */
function route() {
  const [, name, ...rest] = location.hash.split("/");
  const isPanel = Object.hasOwn(PANELS, name ?? "");
  if (shown && location.hash && !isPanel) return; // the link that skips to the content
  const current = isPanel ? name : "journal";
  for (const link of document.querySelectorAll("nav a")) {
    if (link.hash === `#/${current}`) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  unnotify();
  if (!panels[current]) {
    panels[current] = PANELS[current](store);
    main.append(panels[current].element);
  }
  for (const [each, panel] of Object.entries(panels)) panel.element.hidden = each !== current;
  shown = panels[current];
  document.title = `${current} · langgraph-mock`;
  Promise.resolve(shown.show(decoded(rest.join("/")))).catch((error) => notify(error.message));
}

function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // not made by this page
  }
}

async function loadSessions() {
  const [status, every] = await Promise.all([call("GET", "/_mock"), call("GET", "/_mock/sessions")]);
  document.getElementById("version").textContent = status.version;
  const names = every.map((each) => each.session_id);
  if (sessions.options.length === names.length && names.every((name, at) => sessions.options[at].value === name)) return;
  sessions.replaceChildren(...names.map((name) => el("option", { value: name, selected: name === status.session }, name)));
}

sessions.addEventListener("change", () => {
  const query = new URLSearchParams(location.search);
  query.set("mock_session", sessions.value);
  location.search = query; // a new page: nothing of the other session stays
});
sessions.addEventListener("focus", () => loadSessions().catch((error) => notify(error.message)));

store.addEventListener("change", () => {
  const live = document.getElementById("live");
  const text = { connecting: "Connecting", live: "Live", off: "Offline" }[store.state];
  if (live.textContent !== text) live.textContent = text; // a status is read out when it changes
  live.dataset.state = store.state;
});
const refresh = throttled(500, () => shown.changed?.());
store.addEventListener("entry", ({ detail }) => detail.finished && detail.method !== "GET" && refresh());

window.addEventListener("hashchange", route);
main.querySelector("noscript")?.remove();
route();
store.follow();
loadSessions().catch((error) => notify(error.message));
if (chosen) document.title += ` (${chosen})`;
