"""Transcripts of commands: sends the commands of a case and formats replies and events without messages."""

import json
from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import Any
from uuid import uuid4

import httpx
from websockets.sync.client import ClientConnection, connect

from patience import PATIENCE
from transcripts.command_cases import ASKED, CommandCase
from transcripts.event_transcript import without_times
from transcripts.stream_transcript import normalised, plain

STARTING = {"run.start", "input.respond"}


def command_transcript(base_url: str, case: CommandCase, silence: float, at_least: Sequence[int] = ()) -> str:
    """Return the transcript of a case.

    `silence` is the number of seconds without a frame after which a run counts as ended. `at_least` has, for
    each message that is sent, the number of frames that must have arrived before that.
    """
    path = f"/threads/{uuid4()}"
    if case.socket:
        address = base_url.replace("http", "ws", 1)
        with connect(f"{address}{path}/stream/events") as socket:
            lines = [*_talk(socket, case, silence, at_least)]
    else:
        lines = [*_requests(f"{base_url}{path}/commands", case)]
    httpx.delete(f"{base_url}{path}")
    return normalised(without_times("\n".join(lines)))


def _requests(url: str, case: CommandCase) -> Iterator[str]:
    with httpx.Client(timeout=PATIENCE) as client:
        for said in case.said:
            reply = client.post(url, content=_text(said))
            # the text of errors for malformed requests differs between servers
            yield f"> {_text(said)}"
            yield f"{reply.status_code} {_written(reply.json()) if reply.is_success else ''}".rstrip()


def _talk(
    socket: ClientConnection, case: CommandCase, silence: float, at_least: Sequence[int]
) -> Iterator[str]:
    asked = ""
    for said, count in zip_longest(case.said, at_least[: len(case.said)], fillvalue=0):
        text = _text(said).replace(ASKED, asked)
        socket.send(text)
        is_starting = isinstance(said, dict) and said["method"] in STARTING
        frames = _heard(socket, silence if is_starting else None, count)
        for frame in frames:
            if frame.get("method") == "input.requested":
                asked = frame["params"]["data"]["interrupt_id"]
        yield f"> {text}"
        yield from map(_written, frames)


def _heard(socket: ClientConnection, silence: float | None, at_least: int) -> list[dict[str, Any]]:
    """Return the frames up to the reply; with `silence`, the reply and then all events around it."""
    frames = [json.loads(socket.recv(PATIENCE))]
    while frames[-1]["type"] == "event":
        frames.append(json.loads(socket.recv(PATIENCE)))
    if silence is None or frames[-1]["type"] == "error":
        return frames
    response = frames.pop()
    try:
        while True:
            patience = silence if len(frames) + 1 >= at_least else PATIENCE
            frames.append(json.loads(socket.recv(patience)))
    except TimeoutError:
        return [response, *frames]


def _text(said: dict[str, Any] | str) -> str:
    return said if isinstance(said, str) else json.dumps(said)


def _written(frame: dict[str, Any]) -> str:
    own = {"message", "meta"} if frame["type"] == "error" else set()
    return plain({key: value for key, value in frame.items() if key not in own})
