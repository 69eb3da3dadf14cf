/** Tests of `startMock`: its options, its end, and what it says if it fails. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connect, ControlError, StartError, startMock } from "@langgraph-mock/client";
import { expect, test } from "vitest";

const isRunning = (pid: number) => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

test("options are those of the command", async () => {
  const folder = await mkdtemp(join(tmpdir(), "kit-"));
  await writeFile(join(folder, "travel.yaml"), "say: Hello");
  const mock = await startMock({
    scenarios: ["travel.yaml"],
    noBuiltIn: true,
    disable: ["store", "crons"],
    controlToken: "s3cret",
    cwd: folder,
  });
  const graphs = await fetch(`${mock.url}/assistants/search`, { method: "POST", body: "{}" });
  expect(await graphs.json()).toMatchObject([{ graph_id: "travel" }]);
  expect((await fetch(`${mock.url}/store/namespaces`, { method: "POST", body: "{}" })).status).toBe(404);
  await mock.session().clock.freeze();
  await expect(connect(mock.url).session().clock.freeze()).rejects.toThrow(ControlError);
  expect(isRunning(mock.pid)).toBe(true);
  await mock.stop();
  await mock.stop();
  expect(isRunning(mock.pid)).toBe(false);
});

test("a command that fails shows its output", async () => {
  const failed = startMock({ scenarios: "nowhere.yaml" });
  await expect(failed).rejects.toThrow(StartError);
  await expect(failed).rejects.toThrow(/^langgraph-mock --port 0 .*: ended with exit code 2\n\n[^]*nowhere.yaml/);
});

test("a command that is missing shows how to install it", async () => {
  const failed = startMock({ command: ["no-such-command", "mock"] });
  await expect(failed).rejects.toThrow(/^no-such-command mock --port 0.*: command not found; install it/);
});

test("a command that never is ready is ended", async () => {
  const failed = startMock({ command: [process.execPath, "-e", "setInterval(() => {}, 1000)", "--"], startSeconds: 0.2 });
  await expect(failed).rejects.toThrow("not ready after 0.2 s");
});

test("a program that forgets its mock ends, and the mock with it", async () => {
  const program = `
    import { startMock } from "@langgraph-mock/client";
    console.log((await startMock()).url);
  `;
  const child = spawn(process.execPath, ["--input-type=module", "--eval", program], { stdio: ["ignore", "pipe", "inherit"] });
  let printed = "";
  child.stdout.on("data", (data) => (printed += data));
  expect((await once(child, "close"))[0]).toBe(0);
  await expect(fetch(printed.trim())).rejects.toThrow();
});
