// Runs of all threads, newest first.

import { button, counted, el, empty, instant, json } from "./dom.js";
import { Pages } from "./pages.js";
import { SplitView } from "./split_view.js";
import { inputOf } from "./threads.js";
import { VirtualList } from "./virtual_list.js";

export function runsPanel() {
  const pages = new Pages("/_mock/runs", "runs");
  const total = el("span", { class: "dim count", role: "status" });
  const more = button("Load more", async () => (await pages.more(), draw()));
  const toolbar = el("div", { class: "toolbar" }, el("h2", {}, "Runs"), more, total);
  const list = new VirtualList({ label: "Runs", height: 52, key: (run) => run.run_id, row, select, open: () => view.focus() });
  const view = new SplitView({ toolbar, list, close: () => list.mark(null), help: empty("Select a run.", "Its input, settings and thread appear here.") });

  function draw() {
    list.show(pages.rows);
    more.hidden = !pages.hasMore;
    total.textContent = counted(pages.total, "run");
    view.blankWith(pages.total ? null : empty("No runs yet.", "Send a message with your application, or try a scenario."));
  }

  async function changed() {
    await pages.load();
    draw();
  }

  function select(run) {
    view.fill(el("article", {},
      el("h2", {}, "Run ", el("code", {}, run.run_id)),
      el("dl", { class: "facts" }, [
        ["Status", el("span", { class: `badge status-${run.status}` }, run.status)],
        ["Created", instant(run.created_at)],
        ["Updated", instant(run.updated_at)],
        ["Multitask strategy", run.multitask_strategy],
        ["Thread", el("a", { href: `#/threads/${run.thread_id}` }, run.thread_id)],
      ].map(([name, value]) => el("div", {}, el("dt", {}, name), el("dd", {}, value)))),
      el("h3", {}, "Request"), json(run.kwargs, "Request"),
      el("h3", {}, "Metadata"), json(run.metadata, "Metadata")));
    view.enter();
  }

  return { element: el("div", { class: "panel" }, view.element), changed, show: changed };
}

function row(run) {
  return [
    el("span", { class: "two-lines" },
      el("span", { class: "title" }, inputOf(run)),
      el("span", { class: "dim small" }, `${run.run_id.slice(-12)} · thread ${run.thread_id.slice(-12)} · `, instant(run.created_at))),
    el("span", { class: `badge status-${run.status}` }, run.status),
  ];
}
