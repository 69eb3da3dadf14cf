/** Tests of a program on `@langchain/langgraph-sdk`, each in its own session of the mock. */
import { Client } from "@langchain/langgraph-sdk";
import { test } from "@langgraph-mock/client/vitest";
import { expect } from "vitest";

/** The program under test. */
async function ask(apiUrl: string, assistant: string, question: string): Promise<string> {
  const client = new Client({ apiUrl });
  const { thread_id } = await client.threads.create();
  const input = { messages: [{ type: "human", content: question }] };
  let answer = "";
  for await (const { event, data } of client.runs.stream(thread_id, assistant, { input, streamMode: "values" }))
    if (event === "values") answer = (data as { messages: { content: string }[] }).messages.at(-1)!.content;
  return answer;
}

test("says what the scenario says", async ({ langgraphMock }) => {
  await langgraphMock.scenario(
    "travel",
    `
turns:
  - { when: weather, say: It is sunny in Paris. }
  - say: You wrote "{{ input }}".
`,
  );

  expect(await ask(langgraphMock.url, "travel", "What is the weather?")).toBe("It is sunny in Paris.");
  expect(await ask(langgraphMock.url, "travel", "Hello")).toBe('You wrote "Hello".');
});

test("passes on that the server is busy", async ({ langgraphMock }) => {
  await langgraphMock.fault({ operation: "stream_thread_run", status: 429, headers: { "Retry-After": "1" }, times: 1 });

  await expect(ask(langgraphMock.url, "agent", "Hello")).rejects.toMatchObject({ status: 429 });
  expect(await ask(langgraphMock.url, "agent", "Hello")).toContain("you wrote 'Hello'");

  await langgraphMock.verify({ operation: "stream_thread_run", times: 2 });
  await langgraphMock.verifyOrder({ operation: "create_thread" }, { operation: "stream_thread_run", status: 200 });
});
