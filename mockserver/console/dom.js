// Elements. Texts become text nodes, never HTML: they come from the requests of others. Hidden characters are shown.

import { visible } from "./quote.js";

const SVG = "http://www.w3.org/2000/svg";

/** Create an element. `properties` are attributes, except `on`: listeners by event name. */
export function el(name, properties = {}, ...children) {
  return filled(document.createElement(name), properties, children);
}

export function svg(name, properties = {}, ...children) {
  return filled(document.createElementNS(SVG, name), properties, children);
}

function filled(element, { on = {}, ...attributes }, children) {
  for (const [event, listener] of Object.entries(on)) element.addEventListener(event, listener);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("aria-")) element.setAttribute(name, visible(String(value)));
    else if (value === true) element.setAttribute(name, "");
    else if (name === "title") element.setAttribute(name, visible(String(value)));
    else if (value !== false && value !== null && value !== undefined) element.setAttribute(name, value);
  }
  const there = children.flat().filter((child) => child !== null && child !== undefined && child !== false);
  element.append(...there.map((child) => (child instanceof Node ? child : visible(String(child)))));
  return element;
}

export function button(text, click, properties = {}) {
  return el("button", { type: "button", ...properties, on: { click: guarded(click) } }, text);
}

export function section(title, ...children) {
  return el("section", { class: "card" }, el("h3", {}, title), ...children);
}

export function empty(title, ...help) {
  return el("div", { class: "empty" }, el("p", {}, el("strong", {}, title)), ...help.map((each) => el("p", {}, each)));
}

/** A field with its label above it. */
export function field(label, control) {
  return el("label", { class: "field" }, el("span", {}, label), control);
}

export function json(value, label) {
  const text = typeof value === "string" ? value : JSON.stringify(value, null, 2);
  return el("pre", { class: "json", tabindex: 0, role: "group", "aria-label": label }, text ?? "");
}

let timer;

/** Show a sentence at the bottom of the page for some seconds. */
export function notify(text) {
  const notice = document.getElementById("notice");
  notice.textContent = visible(text);
  clearTimeout(timer);
  timer = setTimeout(() => (notice.textContent = ""), 8000);
}

/** Take the sentence away: it is about an earlier action. */
export function unnotify() {
  clearTimeout(timer);
  document.getElementById("notice").textContent = "";
}

/** Wrap a listener: what it raises is shown, not lost. */
export function guarded(listener) {
  return async (event) => {
    unnotify();
    try {
      await listener(event);
    } catch (error) {
      if (error.name !== "AbortError" && !error.isShown) notify(error.message);
    }
  };
}

/** Wrap a function: calls within `milliseconds` become one. */
export function throttled(milliseconds, call) {
  let waiting = false;
  return () => {
    if (waiting) return;
    waiting = true;
    setTimeout(() => {
      waiting = false;
      call();
    }, milliseconds);
  };
}

export function time(iso) {
  const date = new Date(iso);
  const text = date.toLocaleTimeString([], { hour12: false });
  return el("time", { datetime: iso, title: date.toString() }, text);
}

export function instant(iso) {
  const date = new Date(iso);
  return el("time", { datetime: iso, title: iso }, date.toLocaleString([], { hour12: false }));
}

export function counted(number, noun) {
  return `${number.toLocaleString()} ${noun}${number === 1 ? "" : "s"}`;
}

export function milliseconds(value) {
  if (value < 10) return `${value.toFixed(1)} ms`;
  return value < 10_000 ? `${Math.round(value)} ms` : `${(value / 1000).toFixed(1)} s`;
}
