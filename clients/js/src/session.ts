import { Clock } from "./clock.js";
import { ControlPlane } from "./controlPlane.js";
import { Journal } from "./journal.js";
import {
  type ClockStart,
  type EntryConditions,
  type Fault,
  type FaultOptions,
  fault,
  type ScenarioName,
  type Seed,
  type Seeded,
  type Snapshot,
  type VerifyOptions,
} from "./requests.js";

export const HEADER = "X-Mock-Session";
export const QUERY = "mock_session";

/** A session of a mock: a world with its own threads, faults, journal, clock and scenarios. */
export class Session {
  /** URL for the code under test; it contains the session. */
  readonly url: string;
  /** Headers that choose the session in requests to `server`. */
  readonly headers: Readonly<Record<string, string>>;
  /** Query parameter that chooses it, for WebSockets and `EventSource`, which can't send headers. */
  readonly query: Readonly<Record<string, string>>;
  readonly clock: Clock;
  readonly journal: Journal;
  private readonly control: ControlPlane;

  constructor(
    /** URL of the mock, without the session. */
    readonly server: string,
    readonly name: string,
    token?: string,
  ) {
    this.url = `${server}/_mock/sessions/${encodeURIComponent(name)}/api`;
    this.headers = { [HEADER]: name };
    this.query = { [QUERY]: name };
    this.control = new ControlPlane(server, this.headers, token);
    this.clock = new Clock(this.control);
    this.journal = new Journal(this.control);
  }

  /** Add a fault and return it: `fault({ operation: "create_thread", status: 429, times: 1 })`. */
  fault(options: FaultOptions): Promise<Fault> {
    return this.control.request("POST", "/faults", { json: fault(options) });
  }

  faults(): Promise<Fault[]> {
    return this.control.request("GET", "/faults");
  }

  clearFaults(): Promise<void> {
    return this.control.request("DELETE", "/faults");
  }

  /** Add a scenario, or replace the one with this name; `content` is YAML or the parsed scenario. */
  scenario(name: string, content: string | object): Promise<ScenarioName> {
    const body = typeof content === "string" ? { yaml: content } : { json: content };
    return this.control.request("PUT", `/scenarios/${encodeURIComponent(name)}`, body);
  }

  scenarios(): Promise<ScenarioName[]> {
    return this.control.request("GET", "/scenarios");
  }

  /** Same as `journal.verify`. */
  verify(options: VerifyOptions): Promise<void> {
    return this.journal.verify(options);
  }

  /** Same as `journal.verifyNever`. */
  verifyNever(match: EntryConditions): Promise<void> {
    return this.journal.verifyNever(match);
  }

  /** Same as `journal.verifyOrder`. */
  verifyOrder(...steps: EntryConditions[]): Promise<void> {
    return this.journal.verifyOrder(...steps);
  }

  /** Empty the session. `now` and `frozen` set its new clock. */
  async reset(start: ClockStart = {}): Promise<void> {
    await this.control.request<unknown>("POST", "/reset", { json: start });
  }

  snapshot(): Promise<Snapshot> {
    return this.control.request("GET", "/snapshot");
  }

  restore(snapshot: Snapshot): Promise<void> {
    return this.control.request("PUT", "/snapshot", { json: snapshot });
  }

  /** Create threads, assistants, items and crons; `data` is YAML or the parsed data. Return the ids. */
  seed(data: string | Seed): Promise<Seeded> {
    return this.control.request("POST", "/seed", typeof data === "string" ? { yaml: data } : { json: data });
  }

  /** Delete the session; the default one is emptied. */
  delete(): Promise<void> {
    return this.control.request("DELETE", `/sessions/${encodeURIComponent(this.name)}`);
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.delete();
  }
}

/** Return a new name that begins with a readable form of `title`. */
export function sessionName(title = ""): string {
  const readable = title.replace(/[^A-Za-z0-9]+/g, "-").replace(/^-|-$/g, "").slice(0, 80);
  const id = crypto.randomUUID();
  return readable ? `${readable}-${id.slice(0, 8)}` : id;
}
