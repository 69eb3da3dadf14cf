/** The journal as a table, for messages of failed tests. */
import type { EntrySummary, Verified } from "./requests.js";

const MAX_ROWS = 50;
/** Characters of a path. */
const MAX_CHARS = 60;
const HEAD = ["#", "operation", "request", "status", "ms", "notes"];

/** Return the message of a failed verification. */
export function failure({ expected, received, entries, matching }: Verified): string {
  return [`expected: ${expected}`, `received: ${received}`, "", table(entries, matching)].join("\n");
}

/** Return the latest entries, with a mark at the matching ones. */
export function table(entries: readonly EntrySummary[], matching: readonly number[] = []): string {
  if (!entries.length) return "The journal is empty.";
  const rows = [HEAD, ...entries.slice(-MAX_ROWS).map((entry) => row(entry, matching.includes(entry.number)))];
  const widths = HEAD.map((_, column) => Math.max(...rows.map((cells) => cells[column]!.length)));
  const lines = rows.map((cells) => cells.map((cell, column) => cell.padEnd(widths[column]!)).join("  ").trimEnd());
  const omitted = entries.length - MAX_ROWS;
  return [...(omitted > 0 ? [`${omitted} earlier requests are not shown`] : []), ...lines].join("\n");
}

function row(entry: EntrySummary, isMatch: boolean): string[] {
  const path = entry.path.length <= MAX_CHARS ? entry.path : `${entry.path.slice(0, MAX_CHARS - 1)}…`;
  const notes = [
    ...(isMatch ? ["match"] : []),
    ...entry.faults.map((fault) => `fault ${fault}`),
    ...(entry.valid === false ? ["violates the contract"] : []),
    ...(entry.finished ? [] : ["in progress"]),
  ];
  return [
    String(entry.number),
    entry.operation ?? "-",
    `${entry.method} ${path}`,
    String(entry.status ?? "-"),
    entry.duration_ms.toFixed(),
    notes.join(", "),
  ];
}
