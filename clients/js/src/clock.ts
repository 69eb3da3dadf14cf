import type { ControlPlane } from "./controlPlane.js";
import type { Time } from "./requests.js";

/** The clock of a session. */
export class Clock {
  constructor(private readonly control: ControlPlane) {}

  get(): Promise<Time> {
    return this.control.request("GET", "/clock");
  }

  freeze(): Promise<Time> {
    return this.control.request("PATCH", "/clock", { json: { frozen: true } });
  }

  resume(): Promise<Time> {
    return this.control.request("PATCH", "/clock", { json: { frozen: false } });
  }

  /** Set the clock to a time such as `2030-01-01T00:00:00Z`, or to a `Date`. */
  set(now: string | Date): Promise<Time> {
    return this.control.request("PATCH", "/clock", { json: { now } });
  }

  advance(seconds: number): Promise<Time> {
    return this.control.request("POST", "/clock/advance", { json: { seconds } });
  }
}
