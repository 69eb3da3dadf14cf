/** What the page's address says: the server, the assistant, and the thread that a reload restores. */
import { useState } from "react";

const query = new URLSearchParams(location.search);

export const apiUrl: string =
  query.get("url") ?? import.meta.env.VITE_LANGGRAPH_URL ?? "http://127.0.0.1:2024";
export const assistantId = query.get("assistant") ?? "agent";

export function useThreadId() {
  const [threadId, setThreadId] = useState(query.get("thread"));

  function show(id: string | null) {
    const address = new URL(location.href);
    if (id) address.searchParams.set("thread", id);
    else address.searchParams.delete("thread");
    history.replaceState(null, "", address);
    setThreadId(id);
  }

  return [threadId, show] as const;
}
