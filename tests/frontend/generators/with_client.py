"""A program on the client of openapi-python-client, run against the server at TARGET."""

import os

from langgraph_client import Client
from langgraph_client.api.crons import create_cron, delete_cron, search_crons
from langgraph_client.api.runs import list_thread_runs, stream_thread_run, wait_thread_run
from langgraph_client.api.store import delete_item, put_item, search_items
from langgraph_client.api.threads import (
    create_thread,
    delete_thread,
    get_state,
    get_thread,
    search_history,
    search_threads,
)
from langgraph_client.models import (
    Cron,
    CronCreate,
    CronSearch,
    ErrorResponse,
    JsonObject,
    Metadata,
    RunCreateStreamingStateful,
    RunStatus,
    SearchItemsResponse,
    StoreDeleteRequest,
    StorePutRequest,
    StoreSearchRequest,
    StreamMode,
    Thread,
    ThreadCreate,
    ThreadSearchRequest,
    ThreadState,
    ThreadStateSearch,
    Values,
)

HELLO = {"messages": [{"role": "user", "content": "Hello"}]}

with Client(base_url=os.environ["TARGET"]) as client:
    thread = create_thread.sync(
        client=client, body=ThreadCreate(metadata=Metadata.from_dict({"made_by": "client"}))
    )
    assert isinstance(thread, Thread)
    thread_id = str(thread.thread_id)
    found = search_threads.sync(client=client, body=ThreadSearchRequest(ids=[thread_id]))
    assert isinstance(found, list)
    assert [one.thread_id for one in found] == [thread.thread_id]

    run = RunCreateStreamingStateful(assistant_id="agent", input_=HELLO)
    outcome = wait_thread_run.sync(thread_id, client=client, body=run)
    assert isinstance(outcome, dict)
    assert outcome["messages"][-1]["type"] == "ai"

    run = RunCreateStreamingStateful(assistant_id="agent", input_=HELLO, stream_mode=[StreamMode.VALUES])
    streamed = stream_thread_run.sync(thread_id, client=client, body=run)
    assert isinstance(streamed, str)
    assert "event: values" in streamed

    state = get_state.sync(thread_id, client=client)
    assert isinstance(state, ThreadState)
    assert isinstance(state.values, Values)
    assert len(state.values["messages"]) == 4
    history = search_history.sync(thread_id, client=client, body=ThreadStateSearch(limit=3))
    assert isinstance(history, list)
    assert history[0].checkpoint == state.checkpoint
    runs = list_thread_runs.sync(thread_id, client=client)
    assert isinstance(runs, list)
    assert [one.status for one in runs] == [RunStatus.SUCCESS, RunStatus.SUCCESS]

    namespace = ["generated", thread_id]
    value = JsonObject.from_dict({"colour": "red"})
    put_item.sync_detailed(client=client, body=StorePutRequest(namespace=namespace, key="one", value=value))
    items = search_items.sync(client=client, body=StoreSearchRequest(namespace_prefix=namespace))
    assert isinstance(items, SearchItemsResponse)
    assert [one.value for one in items.items] == [value]
    delete_item.sync_detailed(client=client, body=StoreDeleteRequest(namespace=namespace, key="one"))

    new = CronCreate(assistant_id="agent", schedule="0 9 1 1 *", input_=JsonObject.from_dict(HELLO))
    cron = create_cron.sync(client=client, body=new)
    assert isinstance(cron, Cron)
    crons = search_crons.sync(client=client, body=CronSearch())
    assert isinstance(crons, list)
    assert cron.cron_id in [one.cron_id for one in crons]
    delete_cron.sync_detailed(str(cron.cron_id), client=client)

    delete_thread.sync_detailed(thread_id, client=client)
    gone = get_thread.sync(thread_id, client=client)
    assert isinstance(gone, ErrorResponse)
    assert thread_id in gone.detail
