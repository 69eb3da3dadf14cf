// One request and its response: verdict, events on a timeline, bodies, headers, and commands to copy.

import { copyBar } from "./copy_as.js";
import { el, instant, json, milliseconds } from "./dom.js";
import { timeline } from "./timeline.js";
import { statusKind, verdict } from "./verdict.js";

/** Return the view of an entry; `update(entry)` shows a later state of it. */
export function entryView(first) {
  const element = el("article", { class: "entry" });
  const copy = copyBar(() => latest);
  let latest = first;
  let events = null;

  function draw(entry) {
    const { request, response } = entry;
    events = response?.events ? timeline(entry) : null;
    element.replaceChildren(
      el("h2", {}, el("span", { class: "method" }, entry.method), " ", entry.path,
        request.query && el("span", { class: "dim" }, `?${request.query}`)),
      facts(entry),
      ...[request.error && problem("Request", request.error), response?.error && problem("Response", response.error)].filter(Boolean),
      copy, // kept, with what was copied
      ...(events ? [el("h3", {}, entry.websocket ? "Messages" : "Events"), events.element] : []),
      ...(response && !events ? [el("h3", {}, "Response body"), body(response, entry.method)] : []),
      ...(entry.websocket ? [] : [el("h3", {}, "Request body"), body(request)]),
      headers("Request headers", request.headers),
      ...(response ? [headers("Response headers", response.headers)] : []),
    );
  }

  draw(first);
  return {
    element,
    get isFinished() {
      return latest.finished;
    },
    update(entry) {
      latest = entry;
      if (events && entry.response?.events && !entry.finished) events.update(entry); // keeps the selected event
      else draw(entry);
    },
  };
}

function facts(entry) {
  const { sign, word, kind } = verdict(entry);
  const pairs = [
    ["Status", el("span", { class: `code ${statusKind(entry)}` }, entry.status ? `${entry.status}` : "none")],
    ["Contract", el("span", { class: kind }, `${sign} ${word}`)],
    ["Operation", entry.operation ?? "unknown"],
    ["Duration", milliseconds(entry.duration_ms)],
    ["Started", instant(entry.started_at)],
    ["Owner", entry.owner ?? "without credentials"],
    entry.faults.length ? ["Faults", entry.faults.join(", ")] : null,
  ].filter(Boolean);
  return el("dl", { class: "facts" }, pairs.map(([name, value]) => el("div", {}, el("dt", {}, name), el("dd", {}, value))));
}

function problem(where, text) {
  return el("p", { class: "problem" }, el("strong", {}, `${where}: `), text);
}

function body({ body: value, body_bytes: bytes }, method) {
  if (value === null && !bytes) return el("p", { class: "dim" }, method === "HEAD" ? "None, as for every HEAD." : "None.");
  return json(value, "Body");
}

function headers(title, given) {
  const names = Object.keys(given);
  return el("details", {}, el("summary", {}, `${title} (${names.length})`),
    el("dl", { class: "headers" }, names.map((name) => [el("dt", {}, name), el("dd", {}, given[name])])));
}
