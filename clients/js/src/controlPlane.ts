/** Requests to the control plane of one session. */
import { ControlError, UnreachableError } from "./errors.js";

const TOKEN = "X-Mock-Token";
const TIMEOUT_SECONDS = 60;

export type ControlRequest = {
  /** A value that is sent as JSON. */
  json?: unknown;
  /** A text that is sent as YAML. */
  yaml?: string;
  query?: Readonly<Record<string, unknown>>;
  /** Seconds that the response may take in addition to the usual ones. */
  extraSeconds?: number;
};

export class ControlPlane {
  constructor(
    readonly server: string,
    private readonly headers: Readonly<Record<string, string>>,
    private readonly token?: string,
  ) {}

  /**
   * Send a request to a path below `/_mock` and return the JSON of its response.
   *
   * @throws ControlError - the response is an error.
   * @throws UnreachableError - there is no response.
   */
  async request<T = void>(method: string, path: string, request: ControlRequest = {}): Promise<T> {
    const { json, yaml, query, extraSeconds = 0 } = request;
    const headers: Record<string, string> = { ...this.headers, ...(this.token && { [TOKEN]: this.token }) };
    if (yaml !== undefined) headers["Content-Type"] = "application/yaml";
    else if (json !== undefined) headers["Content-Type"] = "application/json";
    const url = `${this.server}/_mock${path}${search(query)}`;
    let response: Response;
    let text: string;
    try {
      response = await fetch(url, {
        method,
        headers,
        body: yaml ?? (json === undefined ? null : JSON.stringify(json)),
        signal: AbortSignal.timeout((TIMEOUT_SECONDS + extraSeconds) * 1000),
      });
      text = await response.text();
    } catch (error) {
      throw new UnreachableError(this.server, reason(error), { cause: error });
    }
    if (!response.ok) throw new ControlError(response.status, detail(text));
    return (text ? JSON.parse(text) : undefined) as T;
  }
}

function search(query: Readonly<Record<string, unknown>> = {}): string {
  const given = Object.entries(query).filter(([, value]) => value !== undefined);
  return given.length ? `?${new URLSearchParams(given.map(([name, value]) => [name, String(value)]))}` : "";
}

/** Return why `fetch` failed; its own message is always "fetch failed". */
function reason(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return cause instanceof Error ? cause.message || String((cause as NodeJS.ErrnoException).code) : String(cause);
}

function detail(text: string): string {
  try {
    const body = JSON.parse(text) as { detail?: unknown };
    return typeof body.detail === "string" ? body.detail : text;
  } catch {
    return text;
  }
}
