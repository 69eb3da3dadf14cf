import { ControlPlane } from "./controlPlane.js";
import type { SessionInfo, Status } from "./requests.js";
import { Session, sessionName } from "./session.js";

export type ConnectOptions = {
  /** The token of `langgraph-mock --control-token`. */
  token?: string;
};

/** A running mock. */
export class Mock {
  private readonly control: ControlPlane;

  constructor(
    readonly url: string,
    protected readonly token?: string,
  ) {
    this.control = new ControlPlane(url, {}, token);
  }

  /** Return the session with this name, by default one with a new name. Its first request creates it. */
  session(name: string = sessionName()): Session {
    return new Session(this.url, name, this.token);
  }

  status(): Promise<Status> {
    return this.control.request("GET", "");
  }

  sessions(): Promise<SessionInfo[]> {
    return this.control.request("GET", "/sessions");
  }

  /** Delete all sessions but the default one. */
  deleteSessions(): Promise<void> {
    return this.control.request("DELETE", "/sessions");
  }
}

/**
 * Return the mock at this URL.
 *
 * @throws TypeError - it is not an HTTP URL.
 */
export function connect(url: string | URL, { token }: ConnectOptions = {}): Mock {
  const text = String(url);
  if (!isHttp(text)) throw new TypeError(`url: '${text}' is not a URL such as http://127.0.0.1:2024`);
  return new Mock(text.replace(/\/+$/, ""), token);
}

function isHttp(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
}
