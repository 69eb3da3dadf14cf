// Rows of a paged list of the mock, loaded as far as they were asked for, and kept up to date.

import { call } from "./api.js";

const PAGE = 200;

export class Pages {
  /** `path` lists the field `name` of its response, with `total`. */
  constructor(path, name) {
    Object.assign(this, { path, name, rows: [], total: 0, wanted: PAGE });
  }

  async load() {
    const rows = [];
    do {
      const limit = Math.min(this.wanted - rows.length, 1000);
      const page = await call("GET", `${this.path}?limit=${limit}&offset=${rows.length}`);
      rows.push(...page[this.name]);
      this.total = page.total;
      if (!page[this.name].length) break;
    } while (rows.length < Math.min(this.wanted, this.total));
    this.rows = rows;
  }

  get hasMore() {
    return this.rows.length < this.total;
  }

  async more() {
    this.wanted += PAGE;
    await this.load();
  }
}
