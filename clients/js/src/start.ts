/** A mock in a process of its own. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import type { Socket } from "node:net";
import { StartError } from "./errors.js";
import { Mock } from "./mock.js";

/** Options of the command `langgraph-mock`: `allowedHost: ["mock"]` is `--allowed-host mock`. */
export interface CommandOptions {
  host?: string;
  allowedHost?: string | readonly string[];
  /** By default a free port. */
  port?: number;
  /** Seed of repeatable ids and times, 0 by default; `null` for random ids and real time. */
  seed?: number | null;
  spec?: string;
  config?: string;
  /** Files or folders. */
  scenarios?: string | readonly string[];
  noBuiltIn?: boolean;
  /** Milliseconds that the built-in graphs take per word, 0 by default. */
  pace?: number;
  auth?: "off" | "optional" | "required";
  /** Features that the mock lacks: `["store", "crons"]`. */
  disable?: readonly string[];
  allowWebhooks?: boolean;
  allowTracing?: boolean;
  controlToken?: string;
  maxSessions?: number;
  /** Minutes. */
  sessionIdle?: number;
  seedData?: string;
  /** SQLite file that keeps the state of the mock. */
  state?: string;
  /** Keep the journal in this file, too. */
  keepJournal?: boolean;
  /** `error` by default. */
  logLevel?: string;
}

export interface StartOptions extends CommandOptions {
  /** The command, or its words: `["uvx", "--from", "langgraph-contract", "langgraph-mock"]`. */
  command?: string | readonly string[];
  /** Further arguments. */
  args?: readonly string[];
  cwd?: string;
  env?: NodeJS.ProcessEnv;
  /** Seconds until the mock must accept requests, 30 by default. */
  startSeconds?: number;
}

const DEFAULTS = { port: 0, pace: 0, seed: 0, logLevel: "error" } satisfies CommandOptions;
const LISTENING = /(https?:\/\/[^\s/]+).*\n/;
const NOT_FOUND = "command not found; install it with `pip install langgraph-contract`, or pass `command`";
const STOP_SECONDS = 5;

/** A mock that `startMock` started. It ends with `stop()`, at the end of an `await using` block, or with Node. */
export class StartedMock extends Mock {
  constructor(
    url: string,
    token: string | undefined,
    private readonly child: ChildProcess,
    private readonly onExit: () => void,
  ) {
    super(url, token);
  }

  get pid(): number {
    return this.child.pid!;
  }

  async stop(): Promise<void> {
    process.off("exit", this.onExit);
    await ended(this.child);
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.stop();
  }
}

/**
 * Start a mock and return it as soon as it accepts requests.
 *
 * Words take no time, and ids and times are repeatable, as in the pytest fixture.
 *
 * @throws StartError - it did not start; the message has the output of the command.
 */
export async function startMock(options: StartOptions = {}): Promise<StartedMock> {
  const { command = "langgraph-mock", args = [], cwd, env, startSeconds = 30, ...flags } = options;
  const words = [...(typeof command === "string" ? [command] : command), ...asArguments({ ...DEFAULTS, ...flags }), ...args];
  const child = spawn(words[0]!, words.slice(1), {
    stdio: ["ignore", "pipe", "pipe"],
    cwd,
    env: { ...process.env, ...env },
  });
  const onExit = () => child.kill("SIGKILL");
  process.once("exit", onExit);
  try {
    const url = await firstUrl(child, words, startSeconds);
    release(child);
    return new StartedMock(url, options.controlToken, child, onExit);
  } catch (error) {
    process.off("exit", onExit);
    await ended(child);
    throw error;
  }
}

/** Return the options as arguments of the command. */
export function asArguments(options: CommandOptions): string[] {
  return Object.entries(options).flatMap(([name, value]) => {
    const option = `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
    if (value === undefined || value === null || value === false) return [];
    if (value === true) return [option];
    const values = name === "disable" ? [String(value)] : [value].flat(); // one list, separated by commas
    return values.flatMap((each) => [option, String(each)]);
  });
}

/** Return the URL that the command prints as soon as it accepts requests. */
async function firstUrl(child: ChildProcess, words: readonly string[], seconds: number): Promise<string> {
  let printed = "";
  let timer: NodeJS.Timeout | undefined;
  try {
    return await new Promise((resolve, reject) => {
      const fail = (reason: string, cause?: unknown) => reject(new StartError(words, reason, printed, { cause }));
      timer = setTimeout(() => fail(`not ready after ${seconds} s`), seconds * 1000);
      for (const stream of [child.stdout!, child.stderr!])
        stream.setEncoding("utf8").on("data", (text: string) => {
          printed += text;
          const line = LISTENING.exec(printed);
          if (line) resolve(line[1]!);
        });
      child.once("error", (error: NodeJS.ErrnoException) =>
        fail(error.code === "ENOENT" ? NOT_FOUND : error.message, error),
      );
      child.once("close", (code, signal) => fail(`ended with ${signal ?? `exit code ${code}`}`));
    });
  } finally {
    clearTimeout(timer);
    child.stdout?.removeAllListeners("data");
    child.stderr?.removeAllListeners("data");
  }
}

/** Show later errors of the mock, and let Node end while it runs. */
function release(child: ChildProcess) {
  child.stdout!.resume();
  child.stderr!.pipe(process.stderr, { end: false });
  child.unref();
  for (const stream of [child.stdout!, child.stderr!]) (stream as Socket).unref();
}

async function ended(child: ChildProcess) {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const exit = once(child, "exit");
  child.ref();
  child.kill("SIGTERM");
  const timer = setTimeout(() => child.kill("SIGKILL"), STOP_SECONDS * 1000);
  await exit;
  clearTimeout(timer);
}
