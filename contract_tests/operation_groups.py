"""Groups of operations with something in common, for checks that hold for all of them."""

NAMING_A_THREAD = (
    "get_thread",
    "update_thread",
    "delete_thread",
    "copy_thread",
    "get_thread_storage",
    "get_state",
    "update_state",
    "get_state_at_checkpoint",
    "find_state_at_checkpoint",
    "list_history",
    "search_history",
)
"""Operations with a thread id in the path."""

NAMING_AN_ASSISTANT = (
    "get_assistant",
    "update_assistant",
    "delete_assistant",
    "get_assistant_graph",
    "get_assistant_subgraphs",
    "get_assistant_subgraphs_in_namespace",
    "get_assistant_schemas",
    "list_assistant_versions",
    "set_latest_assistant_version",
)

NAMING_A_RESOURCE = (*NAMING_A_THREAD, *NAMING_AN_ASSISTANT)

TAKING_A_BODY = (
    "create_thread",
    "search_threads",
    "count_threads",
    "prune_threads",
    "update_thread",
    "update_state",
    "find_state_at_checkpoint",
    "search_history",
    "create_assistant",
    "search_assistants",
    "count_assistants",
    "update_assistant",
    "list_assistant_versions",
    "set_latest_assistant_version",
)
"""Operations that require a request body."""

EACH_PATH = (
    "create_thread",
    "search_threads",
    "count_threads",
    "prune_threads",
    "get_thread",
    "copy_thread",
    "get_thread_storage",
    "get_state",
    "get_state_at_checkpoint",
    "find_state_at_checkpoint",
    "list_history",
    "create_assistant",
    "search_assistants",
    "count_assistants",
    "get_assistant",
    "get_assistant_graph",
    "get_assistant_subgraphs",
    "get_assistant_subgraphs_in_namespace",
    "get_assistant_schemas",
    "list_assistant_versions",
    "set_latest_assistant_version",
)
"""One operation for each path of the areas Threads and Assistants."""

CREATING = ("create_thread", "create_assistant")

READING = ("get_thread", "get_assistant")

PATCHING = ("update_thread", "update_assistant")

DELETING = ("delete_thread", "delete_assistant")

SEARCHING = ("search_threads", "search_assistants")

COUNTING = ("count_threads", "count_assistants")

CREATING_UNDER_AN_ID = {"create_thread": "thread_id", "create_assistant": "assistant_id"}
"""Operation -> body field with the id of the new resource; clients may choose it."""

STARTING_RUNS = (
    "create_thread_run",
    "stream_thread_run",
    "wait_thread_run",
    "create_run",
    "stream_run",
    "wait_run",
    "create_runs_batch",
)

ENDLESS_STREAMS = ("stream_thread", "stream_thread_events")
"""Streams that last until the client disconnects."""

SLOW = (
    *STARTING_RUNS,
    *ENDLESS_STREAMS,
    "join_thread_run_stream",
    "delete_thread_run",
    "cancel_thread_run",
    "cancel_runs",
    "send_command",
    "send_a2a_message",
)
"""Operations that start a run, require a fresh run, or last until the client disconnects."""

NAMING_RUNS = ("cancel_runs",)
"""Operations whose body has the ids of runs and of their thread."""

NAMING_AN_ITEM = ("get_item", "delete_item")
"""Operations on one store item, by namespace and key."""

HISTORY = ("list_history", "search_history")

AT_CHECKPOINT = ("get_state_at_checkpoint", "find_state_at_checkpoint")

STARTING_ON_A_THREAD = ("create_thread_run", "stream_thread_run", "wait_thread_run")

STARTING_ALONE = ("create_run", "stream_run", "wait_run")
"""Operations that start one stateless run. `create_runs_batch` starts several."""

STARTING = (*STARTING_ON_A_THREAD, *STARTING_ALONE)

STREAMING_RUNS = ("stream_thread_run", "stream_run")
"""Operations that start a run and stream it."""

CREATING_CRONS = ("create_cron", "create_thread_cron")

CREATING_RUNS_LATER = (*CREATING_CRONS, "update_cron")
"""Operations that take a schedule."""

FINDING_CRONS = ("search_crons", "count_crons")
"""Operations that identify an assistant by id only, not by graph name."""

WAITING_FOR_RUNS = ("wait_thread_run", "stream_thread_run")
"""Operations that start a run on a thread and respond until it ends."""

WAITING_FOR_AN_END = (
    "wait_thread_run",
    "wait_run",
    "join_thread_run",
    "cancel_thread_run",
    "cancel_runs",
    "send_a2a_message",
    "call_mcp",
)
"""Operations whose response may wait until a run has ended, in addition to streams."""

FOLLOWING_RUNS = (*WAITING_FOR_RUNS, "wait_run", "stream_run")
"""Operations that start a run, on a thread or without one, and respond until it ends."""
