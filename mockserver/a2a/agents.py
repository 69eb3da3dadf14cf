"""Assistants as agents, and their cards."""

from importlib.metadata import version
from typing import Any

from a2a.compat.v0_3.types import AgentCapabilities, AgentCard, AgentSkill

from mockserver.state.assistants import Assistant
from mockserver.state.world import World

PROTOCOL = "0.3.0"
BINDING = "JSONRPC"
MODES = ["text/plain", "application/json"]


def agent(world: World, owner: str, assistant_id: str) -> Assistant:
    return world.assistants.get(owner, assistant_id)


def card(assistant: Assistant, base_url: str) -> dict[str, Any]:
    url = f"{base_url}/a2a/{assistant.assistant_id}"
    description = assistant.description or f"Runs the assistant {assistant.name}"
    card = AgentCard(
        name=assistant.name,
        description=description,
        url=url,
        version=version("langgraph-contract"),
        protocol_version=PROTOCOL,
        preferred_transport=BINDING,
        capabilities=AgentCapabilities(
            streaming=True, push_notifications=False, state_transition_history=False
        ),
        default_input_modes=MODES,
        default_output_modes=MODES,
        skills=[
            AgentSkill(
                id=assistant.assistant_id,
                name=assistant.name,
                description=description,
                tags=["langgraph", assistant.graph_id],
            )
        ],
    )
    # newer protocol versions read the supported protocols from this field
    interfaces = [{"url": url, "protocolBinding": BINDING, "protocolVersion": PROTOCOL.rpartition(".")[0]}]
    return {**card.model_dump(mode="json", exclude_none=True), "supportedInterfaces": interfaces}
