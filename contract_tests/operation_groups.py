"""Operations that have something in common, for rules that hold for all of them."""

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
"""Their path has a thread's id."""

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
"""They require one."""

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
"""One for each path of the areas Threads and Assistants."""

CREATING = ("create_thread", "create_assistant")

READING = ("get_thread", "get_assistant")

PATCHING = ("update_thread", "update_assistant")

DELETING = ("delete_thread", "delete_assistant")

SEARCHING = ("search_threads", "search_assistants")

COUNTING = ("count_threads", "count_assistants")

CREATING_UNDER_AN_ID = {"create_thread": "thread_id", "create_assistant": "assistant_id"}
"""Their body may have the id of what they create, in this field."""

STARTING_RUNS = (
    "create_thread_run",
    "stream_thread_run",
    "wait_thread_run",
    "create_run",
    "stream_run",
    "wait_run",
    "create_runs_batch",
)

ENDLESS = ("stream_thread", "stream_thread_events")
"""They last until we leave."""

TAKING_THEIR_TIME = (
    *STARTING_RUNS,
    *ENDLESS,
    "join_thread_run_stream",
    "delete_thread_run",
    "cancel_thread_run",
    "cancel_runs",
    "send_command",
    "send_a2a_message",
)
"""They run something, need a run that nobody has touched, or last until we leave."""

NAMING_RUNS = ("cancel_runs",)
"""Their body has the ids of runs, and of the thread that these are on."""

NAMING_AN_ITEM = ("get_item", "delete_item")
"""They are about an item in the store, by its namespace and its key."""

HISTORY = ("list_history", "search_history")

AT_CHECKPOINT = ("get_state_at_checkpoint", "find_state_at_checkpoint")

STARTING_ON_A_THREAD = ("create_thread_run", "stream_thread_run", "wait_thread_run")

STARTING_ALONE = ("create_run", "stream_run", "wait_run")
"""They start a run without a thread. `create_runs_batch` starts several."""

STARTING = (*STARTING_ON_A_THREAD, *STARTING_ALONE)

STREAMING_RUNS = ("stream_thread_run", "stream_run")
"""They start a run and stream it."""

CREATING_CRONS = ("create_cron", "create_thread_cron")

PLANNING_RUNS = (*CREATING_CRONS, "update_cron")
"""They have a schedule."""

FINDING_CRONS = ("search_crons", "count_crons")
"""They name an assistant by its id alone."""

SEEING_RUNS = ("wait_thread_run", "stream_thread_run")
"""They start a run on a thread, and see it to its end."""

HEARING_RUNS = (*SEEING_RUNS, "wait_run", "stream_run")
"""The same, also without a thread."""
