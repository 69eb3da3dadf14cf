/** Tests of the page in examples/chat. It needs no change: its requests to port 2024 arrive in the test's session. */
import { expect, test } from "@langgraph-mock/client/playwright";

test("shows what the scenario says", async ({ page, langgraphMock }) => {
  await langgraphMock.scenario("travel", { say: "It is sunny in Paris." });

  await page.goto("/?assistant=travel");
  await page.getByRole("textbox", { name: "Message" }).fill("What is the weather?");
  await page.getByRole("button", { name: "Send" }).click();

  await expect(page.getByRole("article", { name: "Assistant" })).toContainText("It is sunny in Paris.");
});

test("shows an error, and recovers", async ({ page, langgraphMock }) => {
  await langgraphMock.fault({ operation: "stream_thread_run", status: 422, body: { detail: "no credit" }, times: 1 });

  await page.goto("/");
  await page.getByRole("textbox", { name: "Message" }).fill("Hello");
  await page.getByRole("button", { name: "Send" }).click();
  await expect(page.getByRole("alert")).toContainText("no credit");

  await page.getByRole("button", { name: "Retry" }).click();
  await expect(page.getByRole("article", { name: "Assistant" })).toContainText("you wrote 'Hello'");
  await langgraphMock.verify({ operation: "stream_thread_run", times: 2 });
});
