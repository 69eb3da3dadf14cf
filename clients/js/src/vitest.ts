/** Vitest's `test` with the fixture `langgraphMock`: a session of the mock for each test that uses it. */
import { inject, test as base } from "vitest";
import { LangGraphMockError } from "./errors.js";
import { connect } from "./mock.js";
import { type Session, sessionName } from "./session.js";
import type {} from "./vitestSetup.js";

const MISSING = `No mock: add globalSetup: ["@langgraph-mock/client/vitest/setup"] to the configuration of Vitest`;

export const test = base.extend<{ langgraphMock: Session }>({
  langgraphMock: async ({ task }, use) => {
    const given = inject("langgraphMock");
    if (!given) throw new LangGraphMockError(MISSING);
    const session = connect(given.url, given).session(sessionName(task.name));
    await use(session);
    await session.delete();
  },
});

export { test as it };
