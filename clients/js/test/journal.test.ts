/** Tests of `Journal`: entries, waiting, and verifications whose messages show the journal. */
import { NoMatchError, VerificationError } from "@langgraph-mock/client";
import { test } from "@langgraph-mock/client/vitest";
import { expect } from "vitest";

const create = (session: { url: string }, body: object = {}) =>
  fetch(`${session.url}/threads`, { method: "POST", body: JSON.stringify(body) });

test("entries are filtered", async ({ langgraphMock }) => {
  const { journal } = langgraphMock;
  await create(langgraphMock, { metadata: { user: "ann" } });
  await create(langgraphMock);
  expect(await journal.entries()).toMatchObject([
    { operation: "create_thread", status: 200, valid: true, request: { body: { metadata: { user: "ann" } } } },
    { operation: "create_thread" },
  ]);
  expect(await journal.entries({ request_body: "ann" })).toHaveLength(1);
  expect(await journal.entries({ operation: "search_threads" })).toEqual([]);
  expect(await journal.entries({ after: await journal.lastNumber() })).toEqual([]);
  await journal.clear();
  expect(await journal.entries()).toEqual([]);
  expect(await journal.table()).toBe("The journal is empty.");
});

test("wait returns an entry that comes later", async ({ langgraphMock }) => {
  const waiting = langgraphMock.journal.wait({ operation: "create_thread" });
  await create(langgraphMock);
  expect(await waiting).toMatchObject({ number: 1, operation: "create_thread" });
});

test("wait fails with the journal", async ({ langgraphMock }) => {
  await create(langgraphMock);
  const wait = langgraphMock.journal.wait({ operation: "get_thread", request_body: "x", seconds: 0.1 });
  await expect(wait).rejects.toThrow(NoMatchError);
  await expect(wait).rejects.toThrow('no matching request in 0.1 s: {"operation":"get_thread","body":"x"}\n\n#  operation');
});

test("verifications that hold are silent", async ({ langgraphMock }) => {
  await langgraphMock.verifyNever({ operation: "create_thread" });
  await create(langgraphMock);
  await langgraphMock.verify({ operation: "create_thread" });
  await langgraphMock.verify({ operation: "create_thread", status: 200, times: 1 });
  await langgraphMock.verify({ operation: "create_thread", times: 0, after: 1 });
  await create(langgraphMock, { metadata: {} });
  await langgraphMock.verify({ operation: "create_thread", times: { at_least: 2, at_most: 3 } });
  await langgraphMock.verifyOrder({ operation: "create_thread" }, { request_body: { metadata: {} } });
});

test("a failed verification shows the journal", async ({ langgraphMock }) => {
  await create(langgraphMock);
  await langgraphMock.fault({ id: "busy", status: 422 });
  await create(langgraphMock);
  const failed = langgraphMock.verify({ operation: "create_thread", status: 422, times: 2 });
  const error: VerificationError = await failed.then(
    () => expect.unreachable(),
    (error) => error,
  );
  expect(error).toBeInstanceOf(VerificationError);
  expect(error.message.replace(/200 +\d+/, "200     1").replace(/422 +\d+/, "422     0")).toBe(
    `
expected: 2 requests with operation=create_thread status=422
received: 1 request of 2 in the journal: #2

#  operation      request        status  ms  notes
1  create_thread  POST /threads  200     1
2  create_thread  POST /threads  422     0   match, fault busy`.trim(),
  );
  expect(error).toMatchObject({ expected: expect.stringContaining("2 requests"), matching: [2] });
  expect(error.entries).toHaveLength(2);
  await expect(langgraphMock.verifyNever({ status: 422 })).rejects.toThrow("match, fault busy");
  await expect(langgraphMock.verifyOrder({ status: 422 }, { status: 200 })).rejects.toThrow("POST /threads");
});
