// Threads of all owners: messages, state, history as a tree, and runs.

import { ApiError, call } from "./api.js";
import { button, counted, el, empty, instant, json, section } from "./dom.js";
import { historyTree } from "./history_tree.js";
import { messageList } from "./messages.js";
import { Pages } from "./pages.js";
import { SplitView } from "./split_view.js";
import { VirtualList } from "./virtual_list.js";

const STATES = 50; // of the history, per request

export function threadsPanel() {
  const pages = new Pages("/_mock/threads", "threads");
  const total = el("span", { class: "dim count", role: "status" });
  const more = button("Load more", async () => (await pages.more(), draw()));
  const toolbar = el("div", { class: "toolbar" }, el("h2", {}, "Threads"), more, total);
  const list = new VirtualList({ label: "Threads", height: 52, key: (thread) => thread.thread_id, row,
    select: (thread) => select(thread.thread_id), open: () => view.focus() });
  const view = new SplitView({ toolbar, list, close: () => select(""), help: empty("Select a thread.", "Its messages, state, history and runs appear here.") });
  let selected = "";
  let updated = ""; // time of the shown version

  function draw() {
    list.show(pages.rows);
    more.hidden = !pages.hasMore;
    total.textContent = counted(pages.total, "thread");
    view.blankWith(pages.total ? null : empty("No threads yet.", "Send a message with your application, try a scenario, or create sample data:",
      button("Create sample data", async () => {
        await call("POST", "/_mock/seed", { generate: { threads: 5, long_thread: 20, statuses: true, interrupts: true } });
        await changed();
      })));
  }

  async function changed() {
    await pages.load();
    draw();
    if (selected && pages.rows.find((thread) => thread.thread_id === selected)?.updated_at !== updated) await load();
  }

  async function select(threadId) {
    selected = threadId;
    history.replaceState(null, "", threadId ? `#/threads/${threadId}` : "#/threads");
    list.mark(threadId);
    if (!threadId) return view.fill(null);
    await load();
    view.enter();
  }

  async function load() {
    const threadId = selected;
    let content;
    try {
      const [{ thread, runs }, states] = await Promise.all([
        call("GET", `/_mock/threads/${encodeURIComponent(threadId)}`),
        call("GET", `/_mock/threads/${encodeURIComponent(threadId)}/history?limit=${STATES}`),
      ]);
      updated = thread.updated_at;
      content = threadView(thread, runs, states);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      content = empty("The thread could not be read.", error.message);
    }
    if (threadId === selected) view.fill(content);
  }

  return {
    element: el("div", { class: "panel" }, view.element),
    changed,
    async show(argument) {
      await changed();
      if (argument && argument !== selected) await select(argument);
    },
  };
}

function row(thread) {
  return [
    el("span", { class: "two-lines" },
      el("span", { class: "title" }, thread.title ?? "Without a message"),
      el("span", { class: "dim small" }, [thread.thread_id.slice(-12), thread.graph_id, counted(thread.runs, "run"), thread.owner && `owner ${thread.owner.slice(0, 8)}`].filter(Boolean).join(" · "))),
    el("span", { class: `badge status-${thread.status}` }, thread.status),
  ];
}

function threadView(thread, runs, states) {
  const messages = Array.isArray(thread.values?.messages) ? thread.values.messages : null;
  const interrupts = Object.values(thread.interrupts ?? {}).flat();
  return el("article", {},
    el("h2", {}, "Thread ", el("code", {}, thread.thread_id)),
    el("dl", { class: "facts" }, [
      ["Status", el("span", { class: `badge status-${thread.status}` }, thread.status)],
      ["Owner", thread.owner ?? "without credentials"],
      ["Created", instant(thread.created_at)],
      ["Updated", instant(thread.updated_at)],
    ].map(([name, value]) => el("div", {}, el("dt", {}, name), el("dd", {}, value)))),
    thread.error ? el("p", { class: "problem" }, el("strong", {}, "Error: "), thread.error.message ?? JSON.stringify(thread.error)) : null,
    interrupts.length ? section("Waits for an answer", interrupts.map((each) => json(each.value ?? each, "Interrupt"))) : null,
    section("Messages", messages?.length ? messageList(messages) : el("p", { class: "dim" }, "None.")),
    section("History", historyView(thread.thread_id, states)),
    section(`Runs (${runs.length})`, runs.length ? runTable([...runs].reverse()) : el("p", { class: "dim" }, "None.")),
    el("details", {}, el("summary", {}, "State"), json(thread.values, "State")),
    el("details", {}, el("summary", {}, "Metadata"), json(thread.metadata, "Metadata")));
}

function historyView(threadId, first) {
  if (!first.length) return el("p", { class: "dim" }, "None: the first run or update of the state begins it.");
  const tree = el("div", {});
  const chosen = el("div", {});
  const states = [...first];
  const older = button("Load older states", async () => {
    const before = states.at(-1).checkpoint.checkpoint_id;
    const page = await call("GET", `/_mock/threads/${encodeURIComponent(threadId)}/history?limit=${STATES}&before=${before}`);
    states.push(...page);
    older.hidden = page.length < STATES;
    draw();
  });
  older.hidden = first.length < STATES;
  const draw = () => tree.replaceChildren(historyTree(states, (state) => chosen.replaceChildren(stateView(state, parentOf(state)))));
  const parentOf = (state) => states.find((each) => each.checkpoint.checkpoint_id === state.parent_checkpoint?.checkpoint_id);
  draw();
  return [tree, older, chosen];
}

/** A state, beginning with what it changed. */
function stateView(state, parent) {
  const before = parent?.values ?? {};
  const changed = Object.keys(state.values ?? {}).filter((name) => JSON.stringify(state.values[name]) !== JSON.stringify(before[name]));
  return el("div", { class: "chosen" },
    el("h4", {}, "Checkpoint ", el("code", {}, state.checkpoint.checkpoint_id)),
    el("p", { class: "dim" }, changed.length ? `Changed: ${changed.join(", ")}` : "No values changed."),
    json({ values: state.values, next: state.next, tasks: state.tasks, metadata: state.metadata }, "State at the checkpoint"));
}

export function runTable(runs) {
  const cells = ["Run", "Status", "Created", "Input"].map((name) => el("th", { scope: "col" }, name));
  return el("div", { class: "scroll", tabindex: 0, role: "group", "aria-label": "Runs" }, el("table", {}, el("thead", {}, el("tr", {}, cells)), el("tbody", {}, runs.map((run) =>
    el("tr", {}, el("td", {}, el("code", {}, run.run_id.slice(-12))), el("td", {}, el("span", { class: `badge status-${run.status}` }, run.status)),
      el("td", {}, instant(run.created_at)), el("td", { class: "input" }, inputOf(run)))))));
}

export function inputOf(run) {
  const { input, command } = run.kwargs ?? {};
  return JSON.stringify(command ? { command } : (input ?? null)).slice(0, 200);
}

