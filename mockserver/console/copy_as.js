// A request as something to paste: a command, a call of an SDK, or a verification for a test.

import { root } from "./api.js";
import { button, el } from "./dom.js";
import { jsonText, python, shell, typescript } from "./quote.js";
import { sdkCall } from "./sdk_calls.js";

const REDACTED = "***";
const CUT = "…";

/** Headers that belong to a connection or a browser, not to the request. */
const LEFT_OUT = /^(host|connection|content-length|transfer-encoding|accept-encoding|accept-language|user-agent|origin|referer|cookie|pragma|cache-control|priority|dnt|keep-alive|upgrade.*|sec-.*|x-mock-session)$/;

const FORMS = {
  curl,
  Python: pythonCall,
  TypeScript: typescriptCall,
  "Verify with curl": verifyCommand,
  "Verify with pytest": verifyTest,
};

/** Return buttons that copy the entry that `current()` returns. */
export function copyBar(current) {
  const shown = el("pre", { class: "snippet", tabindex: 0, role: "group", "aria-label": "Copied text", hidden: true });
  const state = el("span", { class: "dim", role: "status" });
  const buttons = Object.entries(FORMS).map(([name, form]) =>
    button(name, async () => {
      shown.textContent = form(current());
      shown.hidden = false;
      state.textContent = (await copied(shown)) ? "Copied." : "Select the text to copy it.";
    }),
  );
  return el("div", { class: "copy" },
    el("div", { class: "buttons", role: "group", "aria-label": "Copy as" }, el("span", { class: "dim" }, "Copy as"), buttons, state), shown);
}

/** Copy the text of an element. Browsers allow it only on this machine or with HTTPS; otherwise select it. */
async function copied(element) {
  try {
    await navigator.clipboard.writeText(element.textContent);
    return true;
  } catch {
    getSelection().selectAllChildren(element);
    return document.execCommand("copy");
  }
}

function url(entry) {
  const path = entry.path.split("/").map(encodeURIComponent).join("/");
  return root + path + (entry.request.query ? `?${entry.request.query}` : "");
}

/** Headers to send again. A redacted value becomes the name of an environment variable. */
function headers(entry) {
  const kept = Object.entries(entry.request.headers).filter(
    ([name, value]) => !LEFT_OUT.test(name) && !(name === "accept" && value === "*/*"),
  );
  const sent = kept.map(([name, value]) =>
    value.includes(REDACTED) ? { name, variable: name.toUpperCase().replace(/\W/g, "_").replace(/^(?=\d)/, "_") } : { name, value });
  return entry.session === "default" ? sent : [...sent, { name: "X-Mock-Session", value: entry.session }];
}

/** The text of the body: a string is JSON if its literal has the length that was received. */
function bodyText({ body, body_bytes: bytes }) {
  if (body === null && !bytes) return null;
  const isText = typeof body === "string" && new TextEncoder().encode(body).length === bytes;
  return isText || (typeof body === "string" && body.endsWith(CUT)) ? body : jsonText(body);
}

const isCut = ({ body, body_bytes: bytes }) =>
  typeof body === "string" && body.endsWith(CUT) && bytes > new TextEncoder().encode(body).length - 3;

export function curl(entry) {
  if (entry.websocket) return `# A WebSocket, which curl can't replay:\n# ${url(entry).replace(/^http/, "ws").replaceAll("\n", "")}`;
  const { method, request } = entry;
  const body = bodyText(request);
  const parts = [];
  if (method === "HEAD") parts.push("--head");
  else if (method !== (body === null ? "GET" : "POST")) parts.push(`-X ${shell(method)}`);
  if (/\/\.\.?(\/|$)/.test(entry.path)) parts.push("--path-as-is");
  if (/[[\]{}]/.test(request.query)) parts.push("--globoff");
  if (entry.response?.events) parts.push("--no-buffer");
  for (const { name, value, variable } of headers(entry)) {
    parts.push(`-H ${variable ? `${shell(`${name}: `)}"$${variable}"` : shell(`${name}: ${value}`)}`);
  }
  if (body !== null) {
    if (!("content-type" in request.headers)) parts.push("-H 'content-type:'"); // curl would add one
    parts.push(`--data-raw ${shell(body)}`);
  }
  const note = isCut(request) ? "# The journal keeps 64 KiB of a body: the rest is missing here.\n" : "";
  return note + [`curl ${shell(url(entry))}`, ...parts].join(" \\\n  ");
}

/** Headers for a client of an SDK, which has its own content type, and an argument for the API key. */
function sdkHeaders(entry) {
  const sent = headers(entry).filter(({ name }) => name !== "content-type" && name !== "accept");
  const isKey = ({ name }) => name === "x-api-key";
  return { key: sent.find(isKey), others: sent.filter((header) => !isKey(header)) };
}

function pythonCall(entry) {
  const read = ({ value, variable }) => (variable ? `os.environ[${python(variable)}]` : python(value));
  const { key, others } = sdkHeaders(entry);
  const given = others.map((header) => `${python(header.name)}: ${read(header)}`);
  const lines = [
    ...([key, ...others].some((header) => header?.variable) ? ["import os", ""] : []),
    "from langgraph_sdk import get_sync_client",
    "",
    `client = get_sync_client(url=${python(root)}, api_key=${key ? read(key) : "None"}${given.length ? `, headers={${given.join(", ")}}` : ""})`,
  ];
  const call = sdkCall(entry);
  if (!call) return [...lines, ...pythonHttp(entry)].join("\n");
  const words = Object.entries(call.options).map(([name, value]) => `${name}=${python(value, "    ")}`);
  const all = [...call.values.map((value) => python(value, "    ")), ...words];
  const single = all.join(", ");
  const text = single.length < 60 && !single.includes("\n") ? single : `\n    ${all.join(",\n    ")},\n`;
  const line = `client.${call.name}(${text})`;
  return [...lines, ...(call.name.endsWith("stream") ? [`for part in ${line}:`, "    print(part.event, part.data)"] : [`print(${line})`])].join("\n");
}

/** No method of the SDK sends it: use its HTTP client. */
function pythonHttp({ method, path, request }) {
  if (!["GET", "POST", "PUT", "PATCH", "DELETE"].includes(method)) return [`# The SDK sends no ${method} ${python(path)}`];
  const address = path.split("/").map(encodeURIComponent).join("/") + (request.query ? `?${request.query}` : "");
  const json = method === "GET" || (method === "DELETE" && request.body === null) ? "" : `, json=${python(request.body ?? null)}`;
  return [`print(client.http.${method.toLowerCase()}(${python(address)}${json}))`];
}

const camel = (name) => name.replace(/_(\w)/g, (_, letter) => letter.toUpperCase());

export function typescriptCall(entry) {
  const read = ({ value, variable }) => (variable ? `process.env[${typescript(variable)}]` : typescript(value));
  const { key, others } = sdkHeaders(entry);
  const given = others.map((header) => `${typescript(header.name)}: ${read(header)}`);
  const call = sdkCall(entry);
  if (!call) return typescriptFetch(entry);
  const lines = [
    'import { Client } from "@langchain/langgraph-sdk";',
    "",
    `const client = new Client({ apiUrl: ${typescript(root)}, apiKey: ${key ? read(key) : "null"}${given.length ? `, defaultHeaders: { ${given.join(", ")} }` : ""} });`,
  ];
  const options = Object.fromEntries(Object.entries(call.options).map(([name, value]) => [camel(name), value]));
  const all = [...call.values.map((value) => typescript(value)), ...(Object.keys(options).length ? [typescript(options)] : [])];
  const line = `client.${camel(call.name)}(${all.join(", ")})`;
  return [...lines, ...(call.name.endsWith("stream")
    ? [`for await (const part of ${line}) {`, "  console.log(part.event, part.data);", "}"]
    : [`console.log(await ${line});`])].join("\n");
}

function typescriptFetch(entry) {
  const sent = headers(entry).map(({ name, value, variable }) => `    ${typescript(name)}: ${variable ? `process.env[${typescript(variable)}] ?? ""` : typescript(value)},`);
  const body = bodyText(entry.request);
  return [
    `const response = await fetch(${typescript(url(entry))}, {`,
    `  method: ${typescript(entry.method)},`,
    ...(sent.length ? ["  headers: {", ...sent, "  },"] : []),
    ...(body === null ? [] : [`  body: ${typescript(body)},`]),
    "});",
    "console.log(response.status, await response.text());",
  ].join("\n");
}

/** Conditions that the request satisfies, also in the next run of the test: no ids that the mock chooses. */
function conditions(entry) {
  const { operation, method, path, request } = entry;
  const match = operation ? { operation } : { method, path };
  const { body } = request;
  const isWhole = body !== null && typeof body === "object" && !JSON.stringify(body).includes(REDACTED);
  return isWhole && Object.keys(body).length ? { ...match, body } : match;
}

export function verifyCommand(entry) {
  const session = entry.session === "default" ? "" : ` \\\n  -H ${shell(`X-Mock-Session: ${entry.session}`)}`;
  return `curl ${shell(`${root}/_mock/verify`)} \\\n  -H 'content-type: application/json'${session} \\\n  --data-raw ${shell(jsonText({ match: conditions(entry) }))}`;
}

function verifyTest(entry) {
  const { body, ...match } = conditions(entry);
  const words = Object.entries(body === undefined ? match : { ...match, request_body: body });
  const given = words.map(([name, value]) => `${name}=${python(value, "    ")}`).join(", ");
  return `langgraph_mock.journal.verify(${given})`;
}
