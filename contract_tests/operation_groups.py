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

TAKING_A_BODY = (
    "create_thread",
    "search_threads",
    "count_threads",
    "prune_threads",
    "update_thread",
    "update_state",
    "find_state_at_checkpoint",
    "search_history",
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
)
"""One for each path of the area Threads."""

HISTORY = ("list_history", "search_history")

AT_CHECKPOINT = ("get_state_at_checkpoint", "find_state_at_checkpoint")
