/** Tests of "Copy as TypeScript" in the console: the text compiles against the SDK and sends the same request. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Client } from "@langchain/langgraph-sdk";
import { test } from "@langgraph-mock/client/vitest";
import ts from "typescript";
import { expect } from "vitest";

const COPY_AS = new URL("../../../mockserver/console/copy_as.js", import.meta.url).href;
const HERE = new URL(".", import.meta.url).pathname;
const input = { messages: [{ role: "user", content: 'Hello "${name}" `\n</script>' }] };

/** Send one request of each shape that the SDK has. */
async function sendAll(client: Client) {
  const { thread_id: thread } = await client.threads.create({ metadata: { user: "ann" } });
  await client.threads.update(thread, { metadata: { user: "bob" } });
  await client.threads.search({ metadata: { user: "bob" }, limit: 2 });
  await client.runs.wait(thread, "agent", { input, interruptBefore: "*" });
  for await (const _ of client.runs.stream(thread, "agent", { input, streamMode: ["values", "messages-tuple"] }));
  await client.runs.wait(null, "agent", { input });
  await client.threads.getHistory(thread, { limit: 3 });
  await client.threads.updateState(thread, { values: input });
  await client.store.putItem(["users", "ann"], "language", { code: "en" });
  await client.store.getItem(["users", "ann"], "language");
  await client.assistants.search({ graphId: "agent" });
  await client.crons.create("agent", { schedule: "0 9 * * *", input });
}

/** Return the errors of the compiler, and the program as JavaScript. */
function compiled(file: string) {
  const options = { module: ts.ModuleKind.NodeNext, target: ts.ScriptTarget.ES2022, strict: true, skipLibCheck: true, types: ["node"] };
  const program = ts.createProgram([file], options);
  const errors = ts.getPreEmitDiagnostics(program).map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, "\n"));
  let output = "";
  program.emit(undefined, (name, text) => {
    if (name.endsWith(".mjs")) output = text;
  });
  return { errors, output };
}

test("a copied call compiles against the SDK and sends the same request", { timeout: 300_000 }, async ({ langgraphMock }) => {
  Object.assign(globalThis, { location: new URL(`${langgraphMock.server}/_mock/`), document: {} });
  const { typescriptCall } = (await import(COPY_AS)) as { typescriptCall: (entry: unknown) => string };
  await sendAll(new Client({ apiUrl: langgraphMock.url, apiKey: null }));
  // `runs.wait` of the SDK also reads the run
  const entries = async (after: number) =>
    (await langgraphMock.journal.entries({ after })).filter(({ operation }) => operation !== "get_thread_run");
  const sent = await entries(0);
  expect(new Set(sent.map(({ operation }) => operation)).size).toBe(12);
  const folder = mkdtempSync(join(HERE, "copied-"));
  try {
    const file = join(folder, "call.mts");
    const blocks = sent.map((entry) => typescriptCall(entry).split("\n"));
    const imports = blocks.flat().filter((line) => line.startsWith("import "));
    const bodies = blocks.map((lines) => `{\n${lines.filter((line) => !line.startsWith("import ")).join("\n")}\n}`);
    writeFileSync(file, [...new Set(imports), ...bodies].join("\n"));
    const { errors, output } = compiled(file);
    expect(errors).toEqual([]);
    writeFileSync(join(folder, "call.mjs"), output);
    const last = await langgraphMock.journal.lastNumber();
    const run = spawnSync(process.execPath, [join(folder, "call.mjs")], { encoding: "utf8" });
    expect(run.stderr).toBe("");
    const again = await entries(last);
    const shown = (entry: (typeof sent)[number]) => [entry.operation, entry.method, entry.path, entry.request.query, entry.request.body, entry.status];
    expect(again.map(shown)).toEqual(sent.map(shown));
  } finally {
    rmSync(folder, { recursive: true });
  }
});
