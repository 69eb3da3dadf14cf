// A list beside the details of its selected item; on a phone, one or the other.

import { button, el } from "./dom.js";

const NARROW = matchMedia("(max-width: 760px)");

export class SplitView {
  /** `close()` is called when the details are closed, which only a phone needs. */
  constructor({ toolbar, list, help, close }) {
    this.list = list;
    this.close = close;
    this.help = help; // shown in place of details
    this.content = el("div", { class: "content" });
    this.back = button("← Back", () => this.leave(), { class: "back" });
    this.details = el("section", { class: "details", tabindex: -1, "aria-label": "Details" }, this.back, this.content);
    this.blank = el("div", { class: "blank" });
    this.master = el("div", { class: "master" }, toolbar, el("div", { class: "frame" }, list.element, this.blank));
    this.element = el("div", { class: "split" }, this.master, this.details);
    this.fill(null);
  }

  /** Show something in place of an empty list; `null` shows the list. */
  blankWith(content) {
    this.list.element.hidden = Boolean(content);
    this.blank.replaceChildren(...(content ? [content] : []));
  }

  /** Show the details; `null` shows the help. */
  fill(content) {
    this.element.classList.toggle("open", Boolean(content));
    this.content.replaceChildren(content ?? this.help);
  }

  /** Scroll the details to their start; on a phone, move the focus there, for the list is hidden. */
  enter() {
    this.details.scrollTop = 0;
    if (NARROW.matches) this.focus();
  }

  focus() {
    this.details.focus();
  }

  leave() {
    this.fill(null);
    this.close();
    this.list.element.focus();
  }
}
