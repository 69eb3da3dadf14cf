// The journal of the session as the page knows it: all entries at the start, then every change as it happens.

import { ApiError, call, events } from "./api.js";

const MOST = 10_000; // entries kept
const PAGE = 1000; // entries per request
const PAUSE = 1000; // milliseconds before the next attempt to connect

export class JournalStore extends EventTarget {
  entries = [];
  byNumber = new Map();
  state = "connecting"; // then `live`, or `off` without a connection
  isLoaded = false;

  /** Follow the journal until the page is closed. */
  async follow() {
    for (;;) {
      try {
        await this.connected();
      } catch (error) {
        if (error.status === 401) location.reload(); // the page then is the form for the token
        const isBroken = error instanceof ApiError || error.name === "TypeError"; // as fetch reports a lost connection
        if (!isBroken) throw error;
      }
      this.become("off");
      await new Promise((resolve) => setTimeout(resolve, PAUSE));
    }
  }

  async connected() {
    const stop = new AbortController();
    let caughtUp;
    const opened = () => {
      caughtUp = this.catchUp();
      caughtUp.catch(() => stop.abort());
    };
    const options = { opened, signal: stop.signal };
    try {
      for await (const { event, data } of events("GET", "/_mock/journal/stream?view=summary", undefined, options)) {
        await caughtUp; // so that an older view of an entry never replaces a newer one
        if (event === "event") this.dispatchEvent(new CustomEvent("event", { detail: data }));
        else this.put([data]);
      }
    } catch (error) {
      if (!stop.signal.aborted) throw error;
    }
    await caughtUp;
  }

  /** Load the entries that came since the last connection, and those that were in progress. */
  async catchUp() {
    const open = this.entries.find((entry) => !entry.finished);
    let after = open ? open.number - 1 : (this.entries.at(-1)?.number ?? 0);
    for (;;) {
      const page = await call("GET", `/_mock/journal?view=summary&limit=${PAGE}&after=${after}`);
      if (page.last_number < (this.entries.at(-1)?.number ?? 0)) {
        this.clear(); // the mock has restarted, and counts from 1 again
        after = 0;
        continue;
      }
      this.put(page.entries);
      after = page.entries.at(-1)?.number ?? after;
      if (page.entries.length < PAGE) break;
    }
    this.isLoaded = true;
    this.become("live");
  }

  put(entries) {
    for (const entry of entries) {
      const known = this.byNumber.get(entry.number);
      if (known) Object.assign(known, entry);
      else if (entry.number > (this.entries.at(-1)?.number ?? 0)) this.add(entry);
    }
    this.changed();
    for (const entry of entries) this.dispatchEvent(new CustomEvent("entry", { detail: entry }));
  }

  add(entry) {
    this.entries.push(entry);
    this.byNumber.set(entry.number, entry);
    if (this.entries.length > MOST + PAGE) {
      for (const { number } of this.entries.splice(0, PAGE)) this.byNumber.delete(number);
    }
  }

  clear() {
    this.entries = [];
    this.byNumber.clear();
    this.changed();
  }

  become(state) {
    this.state = state;
    this.changed();
  }

  changed() {
    this.dispatchEvent(new Event("change"));
  }
}
