"""The mock's own graphs. They know nothing of it: any host of LangGraph graphs can serve them."""

GRAPH_IDS = ("agent", "failing", "hitl", "nested", "slow")
"""Each is the `graph` of the module of that name. Those that speak have a `built` too, which takes a pace."""

MODEL_CALLS = ("mock", "model_calls")
"""The namespace in the store where the calls of the model are counted; the key is the thread's id."""
