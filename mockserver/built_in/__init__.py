"""The built-in graphs. They do not depend on the mock: any server of LangGraph graphs can serve them."""

GRAPH_IDS = ("agent", "failing", "hitl", "nested", "slow")
"""Each is `graph` in the module of that name. Those with a model also have `built`, which takes a pace."""

MODEL_CALLS = ("mock", "model_calls")
"""Store namespace of the model call counters; the key is the thread's id."""
