// A list of any length: only the visible rows are in the document. Rows have one height, so nothing moves.

import { el } from "./dom.js";

const MARGIN = 8; // rows above and below the visible ones
let count = 0;

export class VirtualList {
  /**
   * `key(item)` identifies an item, `row(item)` returns the children of its row. `select(item)` is called when an
   * item is selected, `open(item)` on Enter.
   */
  constructor({ label, height, key, row, select, open = () => {} }) {
    Object.assign(this, { height, key, row, select, open, items: [], chosen: null, isScheduled: false });
    this.id = `list-${++count}`;
    this.spacer = el("div", { class: "spacer", role: "presentation" });
    this.element = el(
      "div",
      { class: "list", role: "listbox", tabindex: 0, "aria-label": label, on: {
        scroll: () => this.draw(),
        keydown: (event) => this.pressed(event),
        click: (event) => this.clicked(event),
      } },
      this.spacer,
    );
    this.element.style.setProperty("--row", `${height}px`);
    new ResizeObserver(() => this.draw()).observe(this.element);
  }

  /** Replace the items. The first visible one stays where it is, unless the list is at its start or end. */
  show(items, { follow = false } = {}) {
    const { element, height } = this;
    const top = Math.floor(element.scrollTop / height);
    const anchor = element.scrollTop > 0 && this.items[top];
    const offset = element.scrollTop - top * height;
    this.items = items;
    this.spacer.style.height = `${items.length * height}px`;
    if (follow) element.scrollTop = items.length * height;
    else if (anchor) {
      const index = this.indexOf(this.key(anchor));
      if (index >= 0 && index !== top) element.scrollTop = index * height + offset;
    }
    this.draw();
  }

  get isAtEnd() {
    const { scrollTop, clientHeight, scrollHeight } = this.element;
    return scrollTop + clientHeight >= scrollHeight - this.height;
  }

  /** Mark the item with this key, and scroll to it if it is not visible. */
  mark(key) {
    this.chosen = key;
    const index = this.indexOf(key);
    if (index >= 0) this.reveal(index);
    this.draw();
  }

  reveal(index) {
    const { element, height } = this;
    const top = index * height;
    if (top < element.scrollTop) element.scrollTop = top;
    else if (top + height > element.scrollTop + element.clientHeight) {
      element.scrollTop = top + height - element.clientHeight;
    }
  }

  indexOf(key) {
    return key === null ? -1 : this.items.findIndex((item) => this.key(item) === key);
  }

  /** Draw the visible rows before the next frame. */
  draw() {
    if (this.isScheduled) return;
    this.isScheduled = true;
    requestAnimationFrame(() => {
      this.isScheduled = false;
      this.drawNow();
    });
  }

  drawNow() {
    const { element, height, items } = this;
    const first = Math.max(Math.floor(element.scrollTop / height) - MARGIN, 0);
    const last = Math.min(Math.ceil((element.scrollTop + element.clientHeight) / height) + MARGIN, items.length);
    const rows = [];
    for (let index = first; index < last; index++) rows.push(this.drawn(items[index], index));
    this.spacer.replaceChildren(...rows);
    const active = document.getElementById(`${this.id}-${this.indexOf(this.chosen)}`);
    if (active) element.setAttribute("aria-activedescendant", active.id);
    else element.removeAttribute("aria-activedescendant");
  }

  drawn(item, index) {
    const row = el("div", {
      class: "row", role: "option", id: `${this.id}-${index}`, "data-index": index,
      "aria-selected": this.key(item) === this.chosen, "aria-setsize": this.items.length, "aria-posinset": index + 1,
    }, this.row(item));
    row.style.transform = `translateY(${index * this.height}px)`;
    return row;
  }

  choose(index) {
    const item = this.items[Math.min(Math.max(index, 0), this.items.length - 1)];
    if (!item) return;
    this.mark(this.key(item));
    this.select(item);
  }

  pressed(event) {
    const index = this.indexOf(this.chosen);
    const page = Math.max(Math.floor(this.element.clientHeight / this.height) - 1, 1);
    const moves = { ArrowDown: index + 1, ArrowUp: index < 0 ? this.items.length : index - 1, Home: 0,
      End: this.items.length - 1, PageDown: index + page, PageUp: index - page };
    if (event.key in moves) this.choose(moves[event.key]);
    else if (event.key === "Enter" && index >= 0) this.open(this.items[index]);
    else return;
    event.preventDefault();
  }

  clicked(event) {
    const row = event.target.closest("[data-index]");
    if (!row) return;
    this.choose(Number(row.dataset.index));
  }
}
