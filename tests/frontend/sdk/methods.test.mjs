/** Every public method of the SDK is called by a test beside this one: a new one is noticed. */
import assert from "node:assert/strict";
import { readFile, readdir } from "node:fs/promises";
import { test } from "node:test";
import * as areas from "./client.mjs";

/** The event protocol 2, and PATCH …/state, which is in no document. */
const LATER = ["threads.patchState", "threads.stream"];

const sources = (await readdir(import.meta.dirname)).filter((name) => name.endsWith(".test.mjs"));
const code = (await Promise.all(sources.map((name) => readFile(`${import.meta.dirname}/${name}`)))).join();

for (const area of ["assistants", "threads", "runs", "store"])
  test(`every method of ${area} is called`, () => {
    const methods = Object.getOwnPropertyNames(Object.getPrototypeOf(areas[area]));
    const uncalled = methods
      .filter((name) => name !== "constructor")
      .map((name) => `${area}.${name}`)
      .filter((name) => !code.includes(`${name}(`));
    const later = LATER.filter((name) => name.startsWith(`${area}.`));
    assert.deepEqual(uncalled, later);
  });
