/** What the page's address says: the server, how to talk to it, the assistant, and the thread of a reload. */
const query = new URLSearchParams(location.search);

export const apiUrl: string =
  query.get("url") ?? import.meta.env.VITE_LANGGRAPH_URL ?? "http://127.0.0.1:2024";
export const transport = query.get("transport") === "websocket" ? "websocket" : "sse";
export const assistantId = query.get("assistant") ?? "agent";
export const threadId = query.get("thread");

export function rememberThread(id: string) {
  history.replaceState(null, "", withThread(id));
}

export function withThread(id: string | null) {
  const address = new URL(location.href);
  if (id) address.searchParams.set("thread", id);
  else address.searchParams.delete("thread");
  return address.href;
}
