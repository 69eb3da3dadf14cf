"""Replies of `agent`'s model: the first word of the last human message selects one."""

import json
from collections.abc import Sequence
from typing import Any

from langchain_core.messages import AnyMessage, ToolMessage
from langchain_core.messages.tool import ToolCall, tool_call

from mockserver.built_in.conversation import last_human_text, reply_id, turn
from mockserver.built_in.scripted_model import Reply

FAILURE = "simulated backend failure"


def first_word(messages: Sequence[AnyMessage]) -> str:
    return next(iter(last_human_text(messages).split(maxsplit=1)), "").lower()


def reply(messages: Sequence[AnyMessage], call: int) -> Reply:
    """Return the reply to the messages. `call` is the number of the model call in the thread."""
    own = reply_id(messages, call)
    if messages and isinstance(messages[-1], ToolMessage):
        text = f"The tool said: {messages[-1].text} That is all. (turn {turn(messages)})"
        return Reply(own, text)
    match first_word(messages):
        case "tool":
            return Reply(own, "Let me use a tool.", (requested_call(own, "get_weather", {"city": "Paris"}),))
        case "interrupt":
            email = {"to": "ann@example.org", "subject": "hello"}
            return Reply(own, tool_calls=(requested_call(own, "send_email", email),))
        case "slow":
            return Reply(own, " ".join(f"word{number}" for number in range(1, 201)))
        case "boom":
            return Reply(own, "This will not end well.", failure=FAILURE)
    echo = f"Echo of turn {turn(messages)}: you wrote '{last_human_text(messages)}'."
    return Reply(own, f"{echo} This is a fake model answering word by word, call number {call}.")


def chosen(messages: Sequence[AnyMessage], call: int, choice: Any) -> Reply:
    return Reply(reply_id(messages, call), f"You chose {json.dumps(choice)}")


def requested_call(message_id: str, name: str, args: dict[str, Any]) -> ToolCall:
    return tool_call(name=name, args=args, id=f"call_{message_id}")
