/** Completeness: the tests in this folder call every public method of the SDK. */
import assert from "node:assert/strict";
import { readFile, readdir } from "node:fs/promises";
import { test } from "node:test";
import * as areas from "./client.mjs";

/** No OpenAPI document describes PATCH …/state. */
const LATER = ["threads.patchState"];

const sources = (await readdir(import.meta.dirname)).filter((name) => name.endsWith(".test.mjs"));
const files = ["client.mjs", ...sources].map((name) => readFile(`${import.meta.dirname}/${name}`));
const code = (await Promise.all(files)).join();

for (const area of ["assistants", "threads", "runs", "crons", "store"])
  test(`every method of ${area} is called`, () => {
    const methods = Object.getOwnPropertyNames(Object.getPrototypeOf(areas[area]));
    const uncalled = methods
      .filter((name) => name !== "constructor")
      .map((name) => `${area}.${name}`)
      .filter((name) => !code.includes(`${name}(`));
    const later = LATER.filter((name) => name.startsWith(`${area}.`));
    assert.deepEqual(uncalled, later);
  });

test("every method and every property of a thread's events is asked for", () => {
  const stream = areas.threads.stream({ assistantId: "agent" });
  const names = [stream, Object.getPrototypeOf(stream)].flatMap(Object.getOwnPropertyNames);
  const unasked = names.filter((name) => name !== "constructor" && !code.includes(`stream.${name}`));
  assert.deepEqual(unasked, []);
});
