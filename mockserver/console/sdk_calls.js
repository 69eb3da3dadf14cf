// The calls of langgraph_sdk and @langchain/langgraph-sdk that send each operation.

const RUN = "input command stream_mode stream_subgraphs stream_resumable metadata config context checkpoint checkpoint_id " +
  "interrupt_before interrupt_after webhook multitask_strategy if_not_exists on_completion after_seconds durability";
const WAIT = RUN.replace(/stream_\w+ /g, "");
const ASSISTANT = "config context metadata name description";
const PAGE = "limit offset";

/** `path` names the positional arguments in the path, `body` those in the body, `options` all others. */
const call = (name, path, options = "", body = "") => ({
  name,
  path: new RegExp(`^${path.replace(/\{(\w+)\}/g, "(?<$1>[^/]+)")}$`),
  body: body ? body.split(" ") : [],
  options: options ? options.split(" ") : [],
});

export const CALLS = {
  create_assistant: call("assistants.create", "/assistants", `graph_id assistant_id if_exists ${ASSISTANT}`),
  search_assistants: call("assistants.search", "/assistants/search", `metadata graph_id name sort_by sort_order select ${PAGE}`),
  count_assistants: call("assistants.count", "/assistants/count", "metadata graph_id name"),
  get_assistant: call("assistants.get", "/assistants/{assistant_id}"),
  update_assistant: call("assistants.update", "/assistants/{assistant_id}", `graph_id ${ASSISTANT}`),
  delete_assistant: call("assistants.delete", "/assistants/{assistant_id}"),
  get_assistant_graph: call("assistants.get_graph", "/assistants/{assistant_id}/graph"),
  get_assistant_schemas: call("assistants.get_schemas", "/assistants/{assistant_id}/schemas"),
  list_assistant_versions: call("assistants.get_versions", "/assistants/{assistant_id}/versions", `metadata ${PAGE}`),
  set_latest_assistant_version: call("assistants.set_latest", "/assistants/{assistant_id}/latest", "", "version"),
  create_thread: call("threads.create", "/threads", "metadata thread_id if_exists ttl"),
  search_threads: call("threads.search", "/threads/search", `metadata values ids status sort_by sort_order select extract ${PAGE}`),
  count_threads: call("threads.count", "/threads/count", "metadata values status"),
  get_thread: call("threads.get", "/threads/{thread_id}"),
  update_thread: call("threads.update", "/threads/{thread_id}", "metadata ttl"),
  delete_thread: call("threads.delete", "/threads/{thread_id}"),
  copy_thread: call("threads.copy", "/threads/{thread_id}/copy"),
  get_state: call("threads.get_state", "/threads/{thread_id}/state"),
  update_state: { ...call("threads.update_state", "/threads/{thread_id}/state", "values as_node checkpoint checkpoint_id"), required: ["values"] },
  search_history: call("threads.get_history", "/threads/{thread_id}/history", "limit before metadata checkpoint"),
  create_thread_run: call("runs.create", "/threads/{thread_id}/runs", RUN, "assistant_id"),
  stream_thread_run: call("runs.stream", "/threads/{thread_id}/runs/stream", `${RUN} on_disconnect`, "assistant_id"),
  wait_thread_run: call("runs.wait", "/threads/{thread_id}/runs/wait", `${WAIT} on_disconnect`, "assistant_id"),
  create_run: call("runs.create", "/runs", RUN, "assistant_id"),
  stream_run: call("runs.stream", "/runs/stream", `${RUN} on_disconnect`, "assistant_id"),
  wait_run: call("runs.wait", "/runs/wait", `${WAIT} on_disconnect`, "assistant_id"),
  list_thread_runs: call("runs.list", "/threads/{thread_id}/runs"),
  get_thread_run: call("runs.get", "/threads/{thread_id}/runs/{run_id}"),
  delete_thread_run: call("runs.delete", "/threads/{thread_id}/runs/{run_id}"),
  join_thread_run: call("runs.join", "/threads/{thread_id}/runs/{run_id}/join"),
  join_thread_run_stream: call("runs.join_stream", "/threads/{thread_id}/runs/{run_id}/stream"),
  cancel_thread_run: call("runs.cancel", "/threads/{thread_id}/runs/{run_id}/cancel"),
  put_item: call("store.put_item", "/store/items", "index ttl", "namespace key value"),
  delete_item: call("store.delete_item", "/store/items", "", "namespace key"),
  search_items: call("store.search_items", "/store/items/search", `filter query refresh_ttl ${PAGE}`, "namespace_prefix"),
};

const STATELESS = new Set(["create_run", "stream_run", "wait_run"]);

/** Return the name, the positional arguments and the options of the call; `null` if no call sends the request. */
export function sdkCall({ operation, path, request }) {
  const known = CALLS[operation];
  const found = known?.path.exec(path);
  const body = request.body ?? {};
  if (!found || request.query || typeof body !== "object" || Array.isArray(body)) return null;
  if (known.body.some((name) => !(name in body))) return null;
  const options = Object.fromEntries(Object.entries(body).filter(([name]) => !known.body.includes(name)));
  if (Object.keys(options).some((name) => !known.options.includes(name))) return null;
  const values = [...Object.values(found.groups ?? {}), ...known.body.map((name) => body[name])];
  if (known.required?.some((name) => !(name in options))) return null;
  return { name: known.name, values: STATELESS.has(operation) ? [null, ...values] : values, options };
}
