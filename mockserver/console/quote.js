// Texts as literals of other languages. Whatever a request contains, it stays one literal.

// Control characters, and those that are invisible or reorder a text: it would seem to be another one.
const HIDDEN = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u200b\u2028-\u202e\u2060\u2066-\u2069\ufeff]/g;

/** A text whose hidden characters are written as in JSON. */
export function visible(text) {
  return text.replace(HIDDEN, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

/** JSON without hidden characters. */
export function jsonText(value, indent) {
  return visible(JSON.stringify(value, null, indent));
}

/** A word of a POSIX shell; of bash, if the text has hidden characters. */
export function shell(text) {
  if (text.search(HIDDEN) >= 0) return `$'${text.replace(/[\\']/g, "\\$&").replace(HIDDEN, bytes)}'`;
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

function bytes(char) {
  return [...new TextEncoder().encode(char)].map((byte) => `\\x${byte.toString(16).padStart(2, "0")}`).join("");
}

/** A literal of JSON, which is one of TypeScript, too. */
export function typescript(value, indent = "") {
  return jsonText(value, 2).replaceAll("\n", `\n${indent}`);
}

/** A literal of Python. */
export function python(value, indent = "") {
  if (value === null) return "None";
  if (value === true) return "True";
  if (value === false) return "False";
  if (typeof value !== "object" || JSON.isRawJSON?.(value)) return jsonText(value);
  const isList = Array.isArray(value);
  const inner = `${indent}    `;
  const parts = isList
    ? value.map((each) => python(each, inner))
    : Object.entries(value).map(([name, each]) => `${jsonText(name)}: ${python(each, inner)}`);
  const [open, close] = isList ? "[]" : "{}";
  const short = parts.join(", ");
  if (short.length + indent.length < 80 && !short.includes("\n")) return open + short + close;
  return `${open}\n${parts.map((part) => `${inner}${part},\n`).join("")}${indent}${close}`;
}
