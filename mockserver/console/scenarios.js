// Scenarios of the session: edit, save, delete, and try.

import { ApiError, call } from "./api.js";
import { button, el, empty, field, guarded } from "./dom.js";
import { visible } from "./quote.js";
import { SplitView } from "./split_view.js";
import { conversation } from "./conversation.js";
import { VirtualList } from "./virtual_list.js";

const NAME = /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,99}$/;
const YAML = { accept: "application/yaml" };

const TEMPLATE = `description: Knows the weather
turns:
  - when: weather
    steps:
      - say: Let me look.
        tools: [{ name: get_weather, args: { city: Paris }, result: Sunny }]
      - say: "The tool returned: {{ result }}"
  - say: You wrote "{{ input }}".
`;

export function scenariosPanel() {
  const toolbar = el("div", { class: "toolbar" }, el("h2", {}, "Scenarios"), button("New scenario", () => edit("", TEMPLATE)));
  const list = new VirtualList({ label: "Scenarios", height: 52, key: (scenario) => scenario.name, row,
    select: (scenario) => open(scenario.name), open: () => view.focus() });
  const view = new SplitView({ toolbar, list, close: () => open(""),
    help: empty("Select a scenario, or make a new one.", "A scenario is an agent described in YAML: what it says, which tools it calls, where it asks.") });
  let opened = null;

  async function load() {
    const scenarios = await call("GET", "/_mock/scenarios");
    list.show(scenarios);
    view.blankWith(scenarios.length ? null : empty("No scenarios yet.", "Make one here, or start the mock with --scenarios FILE.", button("New scenario", () => edit("", TEMPLATE))));
  }

  async function open(name) {
    opened = name;
    history.replaceState(null, "", name ? `#/scenarios/${encodeURIComponent(name)}` : "#/scenarios");
    list.mark(name);
    if (!name) return view.fill(null);
    try {
      edit(name, await call("GET", `/_mock/scenarios/${encodeURIComponent(name)}`, undefined, YAML));
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      view.fill(empty("The scenario could not be read.", error.message));
    }
  }

  function edit(name, text) {
    view.fill(editor(name, text, { saved: async (saved) => {
      opened = saved;
      history.replaceState(null, "", `#/scenarios/${encodeURIComponent(saved)}`);
      await load();
      list.mark(saved);
    }, deleted: async () => (await load(), open("")) }));
    view.enter();
  }

  return {
    element: el("div", { class: "panel" }, view.element),
    async show(argument) {
      await load();
      if (argument && argument !== opened) await open(argument);
    },
  };
}

function row(scenario) {
  return el("span", { class: "two-lines" }, el("span", { class: "title" }, scenario.name),
    el("span", { class: "dim small" }, scenario.description ?? "Without a description"));
}

function editor(name, text, { saved, deleted }) {
  const title = el("input", { value: name, required: true, pattern: NAME.source, autocomplete: "off", spellcheck: "false", readonly: Boolean(name), placeholder: "weather" });
  const source = el("textarea", { rows: 16, spellcheck: "false", class: "source" });
  source.value = text;
  const state = el("p", { class: "state", role: "status" });
  const heading = el("h2", {}, name || "New scenario");
  let written = name ? text : null; // as the mock has it

  async function save() {
    if (!NAME.test(title.value)) {
      title.focus();
      throw new ApiError(0, "The name must be letters, digits, or characters of . _ -, for example: weather");
    }
    if (source.value === written) return;
    state.className = "state";
    try {
      await call("PUT", `/_mock/scenarios/${encodeURIComponent(title.value)}`, source.value);
    } catch (error) {
      state.className = "state problem";
      state.textContent = visible(error.message);
      error.isShown = true;
      throw error;
    }
    written = source.value;
    title.readOnly = true;
    heading.textContent = title.value;
    remove.hidden = false;
    state.textContent = "Saved in this session. Files stay as they are.";
    await saved(title.value);
  }

  const remove = button("Delete", async () => {
    await call("DELETE", `/_mock/scenarios/${encodeURIComponent(title.value)}`);
    await deleted();
  });
  remove.hidden = !name;
  source.addEventListener("input", () => (state.textContent = source.value === written ? "" : "Not saved yet."));
  const form = el("form", { on: { submit: guarded((event) => (event.preventDefault(), save())) } },
    field("Name", title), field("Scenario (YAML)", source),
    el("div", { class: "buttons" }, el("button", { class: "primary" }, "Save"), remove), state);
  return el("article", { class: "editor" }, heading, form,
    el("h3", {}, "Try it"), conversation({ prepare: async () => (await save(), title.value) }));
}
