/** Options of faults, conditions and verifications as the JSON of the control plane. */
import type { components as Control, operations as ControlOperations } from "./generated/control.js";
import type { operations } from "./generated/openapi.js";

type Schemas = Control["schemas"];

/** Id of an operation of the LangGraph API, such as `stream_thread_run`. */
export type OperationId = keyof operations;
type OneOrMore<T> = T | readonly T[];
/** A known operation, for completion in editors, or one of another document (`--spec`). */
type Operation = OperationId | (string & {});

/** Conditions on requests, which must all hold. `request_body` is a text or JSON that the body contains. */
export type RequestConditions = Omit<Schemas["RequestMatch"], "operation" | "body" | "method"> & {
  operation?: OneOrMore<Operation>;
  method?: OneOrMore<string>;
  request_body?: unknown;
};

/** Conditions on requests and on what became of them. */
export type EntryConditions = RequestConditions & Omit<Schemas["JournalMatch"], keyof Schemas["RequestMatch"]>;

/** Conditions, limits and effects of a fault. */
export type FaultOptions = RequestConditions & Omit<Schemas["NewFault"], "match" | "effect"> & Schemas["Effect"];

/** Number of matching requests, or bounds; by default at least one. */
export type Times = NonNullable<Schemas["Verification"]["times"]>;
export type VerifyOptions = EntryConditions & {
  times?: Times;
  /** Only requests with a greater number. */
  after?: number;
};

type EntryQuery = NonNullable<ControlOperations["list_journal_entries"]["parameters"]["query"]>;
/** Filters of the journal. */
export type EntryFilter = Omit<EntryQuery, "operation" | "body"> & { operation?: Operation; request_body?: string };

export type WaitOptions = EntryConditions & {
  /** Only requests with a greater number. */
  after?: number;
  /** Seconds to wait, 10 by default. */
  seconds?: number;
  /** Return an entry as soon as it matches, also before its response has ended. */
  in_progress?: boolean;
};

export type Fault = Schemas["Fault"];
export type Entry = Schemas["JournalEntry"];
export type EntrySummary = Schemas["EntrySummary"];
export type Time = Schemas["Clock"];
export type ClockStart = Schemas["ClockStart"];
export type Snapshot = Schemas["Snapshot"];
export type Seed = Schemas["Seed"];
export type Seeded = Schemas["Seeded"];
export type ScenarioName = Schemas["ScenarioName"];
export type SessionInfo = Schemas["Session"];
export type Status = Schemas["Status"];
export type Verified = Schemas["Verified"];

const CONDITIONS = {
  operation: true,
  method: true,
  path: true,
  thread_id: true,
  assistant_id: true,
  owner: true,
  request_body: true,
} satisfies Record<keyof RequestConditions, true>;

const LIMITS = { id: true, calls: true, times: true, probability: true, seed: true } satisfies Record<
  keyof Omit<Schemas["NewFault"], "match" | "effect">,
  true
>;

/** Return the fault as JSON. What is neither a condition nor a limit is an effect. */
export function fault(options: FaultOptions): Schemas["NewFault"] {
  const match: Record<string, unknown> = {};
  const limits: Record<string, unknown> = {};
  const effect: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(options)) {
    const part = Object.hasOwn(CONDITIONS, name) ? match : Object.hasOwn(LIMITS, name) ? limits : effect;
    part[name] = value;
  }
  return { ...limits, match: conditions(match), effect };
}

/** Return the conditions with the name that the control plane has for `request_body`; `body` is an effect. */
export function conditions({ request_body, ...others }: EntryConditions): Schemas["JournalMatch"] {
  return { ...others, ...(request_body !== undefined && { body: request_body }) } as Schemas["JournalMatch"];
}
