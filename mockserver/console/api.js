// Requests to the mock that serves this page, in the session that its URL names.

/** URL of the mock, also behind the prefix of a proxy or of a session. */
export const root = new URL("..", location.href.split(/[?#]/)[0]).href.replace(/\/$/, "");

/** Session in the query of the page, if there is one. */
export const chosen = new URLSearchParams(location.search).get("mock_session");

export class ApiError extends Error {
  constructor(status, detail) {
    super(detail);
    this.status = status;
  }
}

/** Parse JSON. An integer that a number can't hold stays as it is written, wherever it is shown or sent. */
export function exact(text) {
  if (!JSON.rawJSON || !/\d{16}/.test(text)) return JSON.parse(text);
  return JSON.parse(text, (_, value, { source }) => (isInexact(value, source) ? JSON.rawJSON(source) : value));
}

function isInexact(value, source) {
  return typeof value === "number" && !Number.isSafeInteger(value) && /^-?\d+$/.test(source) && BigInt(source) !== BigInt(value);
}

/** Send a request; return the response, with its body unread. `body` is a text of the type. */
export function raw(method, path, body, type = "application/json") {
  const given = body === undefined ? {} : { "content-type": type };
  return send(method, path, body, { headers: { accept: "application/json", ...given } });
}

/** Send a request; return the parsed body. A string is sent and received as YAML. */
export async function call(method, path, body, headers = {}) {
  const response = await send(method, path, body, { headers: { accept: "application/json", ...headers } });
  if (response.status === 204) return null;
  const text = await response.text();
  return headers.accept === "application/yaml" ? text : exact(text);
}

/** Yield the events of a stream: `{event, data}`, with parsed data. `opened` is called with the response. */
export async function* events(method, path, body, { signal, headers = {}, opened = () => {} } = {}) {
  const response = await send(method, path, body, { signal, headers: { accept: "text/event-stream", ...headers } });
  opened(response);
  let rest = "";
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    const parts = (rest + value).split(/\r\n\r\n|\n\n/);
    rest = parts.pop();
    for (const part of parts) {
      const event = parsed(part);
      if (event) yield event;
    }
  }
}

async function send(method, path, body, { headers, signal }) {
  const options = { method, signal, cache: "no-store", headers: { ...headers } };
  if (chosen) options.headers["x-mock-session"] = chosen;
  if (body !== undefined) {
    const isText = typeof body === "string";
    options.headers["content-type"] ??= isText ? "application/yaml" : "application/json";
    options.body = isText ? body : JSON.stringify(body);
  }
  let response;
  try {
    response = await fetch(root + path, options);
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new ApiError(0, `${method} ${path}: no response. Is the mock running, or does a fault affect it?`);
  }
  if (!response.ok) throw new ApiError(response.status, await detail(response));
  return response;
}

async function detail(response) {
  const text = await response.text();
  try {
    return `${response.status}: ${JSON.parse(text).detail ?? text}`;
  } catch {
    return `${response.status}: ${text || response.statusText}`;
  }
}

function parsed(part) {
  let event = "message";
  const data = [];
  for (const line of part.split(/\r\n|\n/)) {
    if (line.startsWith("event:")) event = line.slice(6).trim();
    if (line.startsWith("data:")) data.push(line.slice(5).replace(/^ /, ""));
  }
  if (!data.length) return null;
  try {
    return { event, data: exact(data.join("\n")) };
  } catch {
    return { event, data: data.join("\n") }; // a fault has damaged it
  }
}
