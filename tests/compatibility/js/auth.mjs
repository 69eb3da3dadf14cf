/** Owners: whoever sends the same credentials is the same owner. As tests/reference/auth.py has it. */

import { readFileSync } from "node:fs";
import { v5 } from "@langchain/core/utils/uuid";
import { Auth, HTTPException } from "@langchain/langgraph-sdk/auth";

const NAMESPACE_GRAPH = "6ba7b821-9dad-11d1-80b4-00c04fd430c8";
const { graphs } = JSON.parse(readFileSync(new URL("langgraph.json", import.meta.url)));

/** Ids of the assistants that the server makes of its graphs: everyone sees them. */
const SYSTEM = new Set(Object.keys(graphs).map((name) => v5(name, NAMESPACE_GRAPH)));

/** What an owner writes carries the owner's name; what the owner reads is filtered by it. */
function own({ value, user }) {
  const owner = { owner: user.identity };
  if (value && typeof value === "object") value.metadata = { ...value.metadata, ...owner };
  return owner;
}

export const auth = new Auth()
  .authenticate(async (request) => {
    const identity = request.headers.get("authorization") ?? request.headers.get("x-api-key");
    if (!identity) throw new HTTPException(401, { message: "Credentials are required" });
    return { identity, permissions: [] };
  })
  .on("*", own)
  .on("assistants:read", (event) => (SYSTEM.has(event.value.assistant_id) ? undefined : own(event)))
  .on("assistants:search", () => undefined) // a filter knows no "or", and the system's have to be found
  .on("store", () => undefined); // the store knows no owners
