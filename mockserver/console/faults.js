// Faults as switches: common ones, and those of the session.

import { call, exact } from "./api.js";
import { button, counted, el, field, guarded, json, notify, section } from "./dom.js";
import { visible } from "./quote.js";

const COMMON = [
  ["console-rate-limit", "Rate limit", "429 with Retry-After: 1", { status: 429, headers: { "Retry-After": "1" } }],
  ["console-unavailable", "Unavailable", "503 with Retry-After: 5", { status: 503, headers: { "Retry-After": "5" } }],
  ["console-server-error", "Server error", "500", { status: 500 }],
  ["console-slow", "Slow responses", "2 seconds before each", { delay: 2 }],
  ["console-reset", "Connection reset", "No response", { connection: "reset" }],
  ["console-stall", "No end", "The connection stays open, without a response", { connection: "stall" }],
  ["console-cut", "Stream cut", "The connection ends after 3 events", { stream: { cut: { after: 3 } } }],
  ["console-stream-stall", "Stream stalls", "Nothing after 3 events", { stream: { stall: { after: 3 } } }],
  ["console-malformed", "Malformed event", "The second event is not JSON", { stream: { malformed: 2 } }],
  ["console-expired", "Expired credentials", "401 from now on", { credentials: "expired" }],
  ["console-read-only", "Read-only", "503 for every change", { read_only: true }],
  ["console-queue", "Busy queue", "Runs wait 5 seconds before they start", { queue: 5 }],
].map(([id, title, text, effect]) => ({ id, title, text, effect }));

const EXAMPLE = { match: { operation: "stream_thread_run" }, times: 1, effect: { delay: 1, status: 502 } };

export function faultsPanel() {
  const operation = el("select", {}, el("option", { value: "" }, "every request"));
  const common = el("ul", { class: "switches" });
  const own = el("ul", { class: "switches" });
  const none = el("p", { class: "dim" }, "None. Tests add some, and so does the form.");
  const id = el("input", { placeholder: "chosen by the mock", pattern: "[A-Za-z0-9._\\-]{1,64}", autocomplete: "off", spellcheck: "false" });
  const source = el("textarea", { rows: 8, spellcheck: "false", class: "source" });
  source.value = JSON.stringify(EXAMPLE, null, 2);
  const state = el("p", { class: "state", role: "status" });
  const off = new Map(); // faults that were switched off here, by id
  let served = [];

  async function load() {
    served = await call("GET", "/_mock/faults");
    draw();
  }

  function draw() {
    const by = new Map(served.map((fault) => [fault.id, fault]));
    common.replaceChildren(...COMMON.map((fault) => toggle(fault, by.get(fault.id))));
    const isCommon = ({ id }) => COMMON.some((fault) => fault.id === id);
    const others = new Map([...off, ...served.map((fault) => [fault.id, fault])].filter(([, fault]) => !isCommon(fault)));
    own.replaceChildren(...[...others.values()].map((fault) => toggle({ ...fault, title: fault.id, text: summary(fault) }, by.get(fault.id), fault)));
    none.hidden = others.size > 0;
  }

  /** A switch. Off means that the mock does not have the fault; `given` is what it had. */
  function toggle(fault, on, given) {
    const control = el("button", { type: "button", role: "switch", "aria-checked": String(Boolean(on)), id: `switch-${fault.id}`, on: { click: guarded(async () => {
      if (on) await remove(fault.id, given);
      else await put(fault, given);
      await load();
      document.getElementById(`switch-${fault.id}`)?.focus(); // it was drawn again
    }) } }, el("span", { class: "knob", "aria-hidden": "true" }), el("span", { class: "label" }, fault.title));
    const counts = on ? `${on.applied} of ${counted(on.matched, "matching request")} affected` : "off";
    return el("li", {}, control, el("p", { class: "dim small" }, fault.text, on?.match?.operation && !given ? `, for ${on.match.operation}` : ""),
      el("p", { class: "small", "data-count": fault.id }, counts),
      given && el("details", {}, el("summary", {}, "Definition"), json(definition(given), `Fault ${fault.id}`)));
  }

  async function remove(faultId, given) {
    if (given) off.set(faultId, given);
    await call("DELETE", `/_mock/faults/${faultId}`);
  }

  async function put(fault, given) {
    const match = operation.value ? { operation: operation.value } : {};
    await call("PUT", `/_mock/faults/${fault.id}`, given ? definition(given) : { match, effect: fault.effect });
    off.delete(fault.id);
  }

  async function add() {
    state.className = "state problem";
    let fault;
    try {
      fault = exact(source.value);
    } catch (error) {
      state.textContent = `Not valid JSON: ${visible(error.message)}`;
      return;
    }
    try {
      await call("POST", "/_mock/faults", id.value ? { ...fault, id: id.value } : fault);
    } catch (error) {
      state.textContent = visible(error.message);
      return;
    }
    state.className = "state";
    state.textContent = "Added.";
    await load();
  }

  async function loadOperations() {
    const { operations } = await call("GET", "/_mock");
    operation.append(...operations.map((each) => el("option", { value: each }, each)));
  }

  loadOperations().catch((error) => notify(error.message));
  return {
    element: el("div", { class: "panel cards" },
      wide("Common faults", el("div", { class: "row-of" }, field("Switch on for", operation),
        button("All faults off", async () => {
          for (const fault of served) if (!COMMON.some(({ id }) => id === fault.id)) off.set(fault.id, fault);
          await call("DELETE", "/_mock/faults");
          await load();
        })), common),
      section("Other faults of this session", none, own),
      section("Add a fault", el("form", { on: { submit: guarded((event) => (event.preventDefault(), add())) } },
        field("Id", id), field("Fault (JSON)", source), el("button", { class: "primary" }, "Add"), state))),
    changed: load,
    show: load,
  };
}

function wide(title, ...children) {
  const card = section(title, ...children);
  card.classList.add("wide");
  return card;
}

function definition({ matched, applied, id, ...rest }) {
  return rest;
}

function summary({ match, effect, times, calls, probability }) {
  return Object.entries({ ...match, ...effect, times, calls, probability })
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}: ${typeof value === "object" ? JSON.stringify(value) : value}`)
    .join(", ");
}
