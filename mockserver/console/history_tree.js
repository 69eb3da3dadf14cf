// The history of a thread as a tree: newest first, a column for each branch, a line from state to parent.

import { el, svg } from "./dom.js";

const COLUMN = 16; // pixels
const ROW = 32;

/** Place each state: its column, and the columns that pass or join it. `states` are newest first. */
export function placed(states) {
  const columns = []; // id of the state that each column waits for
  return states.map((state) => {
    const id = state.checkpoint?.checkpoint_id;
    const parent = state.parent_checkpoint?.checkpoint_id ?? null;
    const joining = columns.flatMap((wanted, at) => (wanted === id ? [at] : []));
    const column = joining[0] ?? free(columns);
    const before = [...columns];
    for (const at of joining) columns[at] = null;
    columns[column] = parent;
    const passing = before.flatMap((wanted, at) => (wanted && !joining.includes(at) ? [at] : []));
    return { state, column, joining, passing, hasParent: Boolean(parent) };
  });
}

function free(columns) {
  const at = columns.indexOf(null);
  return at < 0 ? columns.length : at;
}

/** Return the tree. `select(state)` is called when one is chosen. */
export function historyTree(states, select) {
  const rows = placed(states);
  const width = Math.max(...rows.map(({ column, passing }) => Math.max(column, ...passing))) + 1;
  const buttons = [];
  const items = rows.map((row, at) => {
    const { state } = row;
    const label = [`step ${state.metadata?.step ?? "?"}`, state.metadata?.source, next(state)].filter(Boolean).join(" · ");
    const choice = el("button", { type: "button", class: "state", "aria-pressed": "false", on: { click: () => {
      for (const each of buttons) each.setAttribute("aria-pressed", String(each === choice));
      select(state);
    } } }, drawing(row, width), el("span", {}, label), row.joining.length > 1 ? el("span", { class: "badge" }, "fork") : null,
      at === 0 ? el("span", { class: "badge" }, "latest") : null);
    buttons.push(choice);
    return el("li", {}, choice);
  });
  return el("ol", { class: "tree", "aria-label": "History, newest first" }, items);
}

function next(state) {
  if (state.interrupts?.length) return `interrupted before ${state.next.join(", ")}`;
  return state.next?.length ? `next: ${state.next.join(", ")}` : "end";
}

function drawing({ column, joining, passing, hasParent }, width) {
  const x = (at) => at * COLUMN + COLUMN / 2;
  const middle = ROW / 2;
  const lines = passing.map((at) => `M${x(at)} 0V${ROW}`);
  for (const at of joining) lines.push(`M${x(at)} 0C${x(at)} ${middle} ${x(column)} 0 ${x(column)} ${middle}`);
  if (hasParent) lines.push(`M${x(column)} ${middle}V${ROW}`);
  return svg("svg", { width: width * COLUMN, height: ROW, "aria-hidden": "true" },
    svg("path", { d: lines.join(""), class: "branch" }), svg("circle", { cx: x(column), cy: middle, r: 4.5, class: "node" }));
}
