import type { ControlPlane } from "./controlPlane.js";
import { NoMatchError, VerificationError } from "./errors.js";
import { failure, table } from "./journalTable.js";
import {
  conditions,
  type Entry,
  type EntryConditions,
  type EntryFilter,
  type Verified,
  type VerifyOptions,
  type WaitOptions,
} from "./requests.js";

type Page = { entries: Entry[]; last_number: number };

/** The journal of a session: its requests and what became of them. */
export class Journal {
  constructor(private readonly control: ControlPlane) {}

  /** Return the matching entries, oldest first. */
  async entries({ request_body, ...filter }: EntryFilter = {}): Promise<Entry[]> {
    const query = { limit: 1000, ...filter, body: request_body };
    return (await this.control.request<Page>("GET", "/journal", { query })).entries;
  }

  /** Return the number of the latest entry, for `after`. */
  async lastNumber(): Promise<number> {
    return (await this.control.request<Page>("GET", "/journal", { query: { limit: 0 } })).last_number;
  }

  /**
   * Return the first matching entry after number `after`; wait for it if necessary.
   *
   * @throws NoMatchError - none came in time; the message shows the journal.
   */
  async wait({ after = 0, seconds = 10, in_progress = false, ...match }: WaitOptions = {}): Promise<Entry> {
    const json = { match: conditions(match), after, timeout: seconds, in_progress };
    const waited = await this.control.request<{ entry: Entry | null }>("POST", "/journal/wait", {
      json,
      extraSeconds: seconds,
    });
    if (waited.entry) return waited.entry;
    const entries = await this.entries();
    const wanted = JSON.stringify(json.match);
    throw new NoMatchError(`no matching request in ${seconds} s: ${wanted}\n\n${table(entries)}`, entries);
  }

  /**
   * Check how often matching requests came: `verify({ operation: "create_thread", times: 1 })`.
   *
   * `times` is a number, or bounds: `{ at_least: 1, at_most: 3 }`. By default it is at least once.
   *
   * @throws VerificationError - they came more or less often; the message shows the journal.
   */
  verify({ times, after = 0, ...match }: VerifyOptions): Promise<void> {
    return this.check({ match: conditions(match), after, ...(times !== undefined && { times }) });
  }

  /**
   * Check that no matching request came.
   *
   * @throws VerificationError - one came; the message shows the journal.
   */
  verifyNever(match: EntryConditions): Promise<void> {
    return this.verify({ ...match, times: 0 });
  }

  /**
   * Check that matching requests came in this order; others may have come between them.
   *
   * @throws VerificationError - they did not; the message shows the journal.
   */
  verifyOrder(...steps: EntryConditions[]): Promise<void> {
    return this.check({ order: steps.map(conditions) });
  }

  clear(): Promise<void> {
    return this.control.request("DELETE", "/journal");
  }

  /** Return the journal as a table. */
  async table(): Promise<string> {
    return table(await this.entries());
  }

  private async check(json: object): Promise<void> {
    const verdict = await this.control.request<Verified>("POST", "/verify", { json });
    if (verdict.verified) return;
    const { expected, received, matching, entries } = verdict;
    throw new VerificationError(failure(verdict), expected, received, matching, entries);
  }
}
