"""A program on the models of datamodel-code-generator and HTTPX, run against the server at TARGET."""

import os

import httpx
from httpx_sse import connect_sse
from langgraph_models import (
    Cron,
    CronCreate,
    ErrorResponse,
    JsonObject,
    MessageChunk,
    Metadata,
    PartialCron,
    PartialThread,
    Run,
    RunCreateStreamingStateful,
    RunStarted,
    RunStatus,
    SearchItemsResponse,
    StorePutRequest,
    StoreSearchRequest,
    StreamMode,
    Thread,
    ThreadCreate,
    ThreadSearchRequest,
    ThreadState,
    ThreadStateSearch,
    Values,
    WrittenUuid,
)
from pydantic import BaseModel

HELLO = {"messages": [{"role": "user", "content": "Hello"}]}


def sent(body: BaseModel) -> dict[str, object]:
    """Return the JSON of a body without the unset fields."""
    return body.model_dump(mode="json", by_alias=True, exclude_unset=True)


with httpx.Client(base_url=os.environ["TARGET"]) as client:

    def post(path: str, body: BaseModel) -> httpx.Response:
        return client.post(path, json=sent(body)).raise_for_status()

    create = ThreadCreate(metadata=Metadata.model_validate({"made_by": "models"}))
    thread = Thread.model_validate_json(post("/threads", create).content)
    path = f"/threads/{thread.thread_id}"
    search = ThreadSearchRequest(ids=[WrittenUuid(str(thread.thread_id))])
    found = [PartialThread.model_validate(one) for one in post("/threads/search", search).json()]
    assert [one.thread_id for one in found] == [thread.thread_id]

    run = RunCreateStreamingStateful(assistant_id="agent", input=HELLO)
    outcome = post(f"{path}/runs/wait", run).json()
    assert outcome["messages"][-1]["type"] == "ai"

    run = RunCreateStreamingStateful(
        assistant_id="agent", input=HELLO, stream_mode=[StreamMode.messages_tuple]
    )
    with connect_sse(client, "POST", f"{path}/runs/stream", json=sent(run)) as source:
        started, *parts = source.iter_sse()
    assert RunStarted.model_validate_json(started.data).attempt == 1
    chunks = [MessageChunk.model_validate_json(part.data) for part in parts]
    message, metadata = chunks[0].root
    assert message.type == "AIMessageChunk"
    assert metadata.model_dump()["langgraph_node"]

    state = ThreadState.model_validate_json(client.get(f"{path}/state").content)
    assert isinstance(state.values, Values)
    assert len(state.values.model_dump()["messages"]) == 4
    answer = post(f"{path}/history", ThreadStateSearch(limit=3)).json()
    history = [ThreadState.model_validate(one) for one in answer]
    assert history[0].checkpoint == state.checkpoint
    runs = [Run.model_validate(one) for one in client.get(f"{path}/runs").json()]
    assert [one.status for one in runs] == [RunStatus.success, RunStatus.success]

    namespace = ["generated", str(thread.thread_id)]
    put = StorePutRequest.model_validate({"namespace": namespace, "key": "one", "value": {"colour": "red"}})
    client.put("/store/items", json=sent(put)).raise_for_status()
    query = StoreSearchRequest.model_validate({"namespace_prefix": namespace})
    items = SearchItemsResponse.model_validate_json(post("/store/items/search", query).content)
    assert [one.value for one in items.items] == [JsonObject.model_validate({"colour": "red"})]
    client.request("DELETE", "/store/items", json={"namespace": namespace, "key": "one"}).raise_for_status()

    new = CronCreate(assistant_id="agent", schedule="0 9 1 1 *", input=JsonObject.model_validate(HELLO))
    cron = Cron.model_validate_json(post("/runs/crons", new).content)
    crons = [PartialCron.model_validate(one) for one in client.post("/runs/crons/search", json={}).json()]
    assert cron.cron_id in [one.cron_id for one in crons]
    client.delete(f"/runs/crons/{cron.cron_id}").raise_for_status()

    client.delete(path).raise_for_status()
    gone = ErrorResponse.model_validate_json(client.get(path).content)
    assert str(thread.thread_id) in gone.detail
