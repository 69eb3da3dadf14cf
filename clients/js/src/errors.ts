/** Errors of the kit. All have the class `LangGraphMockError`. */
import type { Entry, EntrySummary } from "./requests.js";

export class LangGraphMockError extends Error {
  override readonly name: string = "LangGraphMockError";
}

/** The mock did not start. `output` has what the command printed. */
export class StartError extends LangGraphMockError {
  override readonly name = "StartError";

  constructor(
    readonly command: readonly string[],
    reason: string,
    readonly output: string,
    options?: ErrorOptions,
  ) {
    super([`${command.join(" ")}: ${reason}`, output.trim()].filter(Boolean).join("\n\n"), options);
  }
}

/** The mock did not respond. */
export class UnreachableError extends LangGraphMockError {
  override readonly name = "UnreachableError";

  constructor(
    readonly url: string,
    reason: string,
    options?: ErrorOptions,
  ) {
    super(`${url} is unreachable: ${reason}`, options);
  }
}

/** The mock rejected a request to its control plane. `detail` names the field. */
export class ControlError extends LangGraphMockError {
  override readonly name = "ControlError";

  constructor(
    readonly status: number,
    readonly detail: string,
  ) {
    super(`${status}: ${detail}`);
  }
}

/** Requests came more or less often than expected, or in another order. The message shows the journal. */
export class VerificationError extends LangGraphMockError {
  override readonly name = "VerificationError";

  constructor(
    message: string,
    readonly expected: string,
    readonly received: string,
    /** Numbers of the matching requests. */
    readonly matching: readonly number[],
    readonly entries: readonly EntrySummary[],
  ) {
    super(message);
  }
}

/** No matching request came in time. The message shows the journal. */
export class NoMatchError extends LangGraphMockError {
  override readonly name = "NoMatchError";

  constructor(
    message: string,
    readonly entries: readonly Entry[],
  ) {
    super(message);
  }
}
