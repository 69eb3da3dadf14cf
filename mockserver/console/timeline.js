// The events of a stream: a line of time with a tick for each, and the list below it.

import { counted, el, json, milliseconds, svg } from "./dom.js";
import { VirtualList } from "./virtual_list.js";

const WIDTH = 1000; // units of the drawing
const PREVIEW = 300; // characters of an event in the list
const HUES = [165, 260, 35, 320, 210, 90, 0]; // of the names, in the order of their first event

export function timeline(first) {
  const line = el("div", { class: "line" });
  const legend = el("p", { class: "legend" });
  const data = el("div", { class: "event-data" });
  const list = new VirtualList({
    label: "Events", height: 26, key: (event) => event.index, row,
    select: (event) => data.replaceChildren(json(event.data, `Data of event ${event.index + 1}`)),
    open: () => data.firstElementChild?.focus(),
  });
  const hues = new Map();
  let end = 1;

  function hue(name) {
    if (!hues.has(name)) hues.set(name, HUES[hues.size % HUES.length]);
    return hues.get(name);
  }

  function row(event) {
    const dot = el("span", { class: "dot", "aria-hidden": "true" });
    dot.style.setProperty("--hue", hue(event.event));
    return [
      el("span", { class: "ms" }, milliseconds(event.at_ms)),
      dot,
      el("span", { class: "name", title: event.event }, event.event),
      el("span", { class: "preview" }, preview(event.data)),
    ];
  }

  function drawLine(events) {
    const paths = new Map();
    const counts = new Map();
    for (const { event, at_ms } of events) {
      const x = ((at_ms / end) * (WIDTH - 4) + 2).toFixed(1);
      paths.set(event, `${paths.get(event) ?? ""}M${x} 4V36`);
      counts.set(event, (counts.get(event) ?? 0) + 1);
    }
    const ticks = [...paths].map(([name, path]) => {
      const tick = svg("path", { d: path, class: "tick" });
      tick.style.setProperty("--hue", hue(name));
      return tick;
    });
    const label = `${counted(events.length, "event")} in ${milliseconds(end)}`;
    line.replaceChildren(svg("svg", { viewBox: `0 0 ${WIDTH} 40`, preserveAspectRatio: "none", role: "img", "aria-label": label },
      svg("path", { d: `M0 20H${WIDTH}`, class: "axis" }), ...ticks));
    legend.replaceChildren(el("span", {}, "0 ms"), ...[...counts].map(([name, count]) => {
      const dot = el("span", { class: "dot", "aria-hidden": "true" });
      dot.style.setProperty("--hue", hue(name));
      return el("span", { class: "key" }, dot, `${name} ${count}`);
    }), el("span", {}, milliseconds(end)));
  }

  function update(entry) {
    const events = entry.response.events.map((event, index) => ({ ...event, index }));
    end = Math.max(entry.duration_ms, events.at(-1)?.at_ms ?? 0, 1);
    drawLine(events);
    list.element.style.height = `${Math.min(Math.max(events.length, 1), 10) * 26 + 2}px`;
    list.show(events);
    cut.textContent = entry.response.events_cut ? "The journal keeps 1 MiB of a stream; later events are not shown." : "";
  }

  const cut = el("p", { class: "dim" });
  update(first);
  return { element: el("div", { class: "timeline" }, line, legend, list.element, cut, data), update };
}

function preview(data) {
  const text = typeof data === "string" ? data : JSON.stringify(data);
  return (text ?? "").slice(0, PREVIEW);
}
