/** The generated types are those of the two documents, and the kit's package has what its exports name. */
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { expect, test } from "vitest";
import manifest from "../package.json" with { type: "json" };

test.each(["control", "openapi"] as const)("the types of %s.yaml are up to date", (name) => {
  execFileSync("npm", ["run", `generate:${name}`, "--", "--check"], { stdio: "pipe" });
});

test("the package has all files that its exports name, and no others", () => {
  const printed = execFileSync("npm", ["pack", "--dry-run", "--json", "--ignore-scripts"], { encoding: "utf8" });
  const packed = JSON.parse(printed)[0].files.map(({ path }: { path: string }) => path) as string[];
  const exported = Object.values(manifest.exports).flatMap((each) => Object.values(typeof each === "string" ? [each] : each));
  for (const path of exported) {
    expect(packed).toContain(path.replace("./", ""));
    expect(existsSync(path)).toBe(true);
  }
  const others = packed.filter((path) => !/^dist\/.*\.(js|d\.ts)$/.test(path));
  expect(others.sort()).toEqual(["LICENSE", "README.md", "package.json"]);
});
