// How an entry of the journal went: its verdict and its status, as signs that need no colour.

/** The verdict of an entry as a sign, a word and a class. */
export function verdict(entry) {
  if (!entry.finished) return { sign: "…", word: "in progress", kind: "waiting" };
  if (entry.valid === true) return { sign: "✓", word: "obeys the contract", kind: "good" };
  if (entry.valid === false) return { sign: "✗", word: "violates the contract", kind: "bad" };
  return { sign: "–", word: "no verdict", kind: "neutral" };
}

export function statusKind(entry) {
  if (!entry.status) return entry.finished ? "bad" : "waiting";
  if (entry.method === "WEBSOCKET") return entry.status === 1000 ? "good" : "neutral";
  return entry.status < 300 ? "good" : entry.status < 400 ? "neutral" : "bad";
}
