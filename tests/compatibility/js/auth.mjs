/** Owners: whoever sends the same credentials is the same owner. As tests/reference/auth.py has it. */

import { Auth, HTTPException } from "@langchain/langgraph-sdk/auth";

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
  .on(["assistants:read", "assistants:search"], () => undefined) // a filter has no "or": all are seen
  .on("store", () => undefined); // the store knows no owners
