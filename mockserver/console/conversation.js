// A conversation with an assistant: each message is a run on one thread, streamed as it happens.

import { call, events, exact } from "./api.js";
import { button, el, field, guarded, json } from "./dom.js";
import { messageView, textOf } from "./messages.js";

/** `prepare()` returns the assistant to run, after saving what was edited. */
export function conversation({ prepare }) {
  const text = el("input", { placeholder: "weather in Paris", autocomplete: "off" });
  const key = el("input", { placeholder: "only if the mock requires one", autocomplete: "off" });
  const transcript = el("ol", { class: "messages", "aria-label": "Conversation", "aria-live": "polite" });
  const state = el("p", { class: "state", role: "status" });
  const send = el("button", { class: "primary" }, "Send");
  const stop = button("Stop", () => running?.abort());
  let threadId = null;
  let isAsking = false; // the thread waits for an answer
  let running = null;
  stop.disabled = true;

  const headers = () => (key.value ? { "x-api-key": key.value } : {});

  async function submit() {
    const assistant = await prepare();
    running = new AbortController();
    send.disabled = !(stop.disabled = false);
    try {
      threadId ??= (await call("POST", "/threads", {}, headers())).thread_id;
      const answer = isAsking && { command: { resume: parsed(text.value) } };
      const body = answer || { input: { messages: [{ type: "human", content: text.value }] } };
      await run({ assistant_id: assistant, stream_mode: ["messages-tuple", "values"], ...body });
    } finally {
      running = null;
      send.disabled = !(stop.disabled = true);
    }
  }

  async function run(body) {
    const past = new Map([...transcript.children].map((each) => [each.dataset.id, each]));
    const pieces = new Map();
    let values = null;
    text.value = "";
    state.textContent = "Running …";
    let failure = "";
    for await (const { event, data } of events("POST", `/threads/${threadId}/runs/stream`, body, { signal: running.signal, headers: headers() })) {
      if (event === "messages") stream(data[0], pieces, past);
      else if (event === "values") show((values = data));
      else if (event === "error") failure = `${data.error ?? "Error"}: ${data.message ?? JSON.stringify(data)}`;
    }
    const interrupts = values?.__interrupt__ ?? [];
    isAsking = interrupts.length > 0 && !failure;
    state.replaceChildren(failure || (isAsking ? "It waits for your answer:" : ""), ...interrupts.map((each) => json(each.value, "Interrupt")));
    state.className = failure ? "state problem" : "state";
    send.textContent = isAsking ? "Answer" : "Send";
    form.scrollIntoView({ block: "nearest" }); // it may be below a long answer
  }

  /** Show a message that is being written; the values show it again when it is complete. */
  function stream(chunk, pieces, past) {
    if (past.has(chunk.id)) return;
    const whole = { ...chunk, content: textOf(pieces.get(chunk.id)?.content) + textOf(chunk.content) };
    pieces.set(chunk.id, whole);
    const view = shown(whole);
    const before = [...transcript.children].find((each) => each.dataset.id === chunk.id);
    if (before) before.replaceWith(view);
    else transcript.append(view);
  }

  function show({ messages }) {
    if (Array.isArray(messages)) transcript.replaceChildren(...messages.map(shown));
  }

  function shown(message) {
    const view = messageView(message);
    view.dataset.id = message.id;
    return view;
  }

  const form = el("form", { class: "ask", on: { submit: guarded((event) => (event.preventDefault(), submit())) } },
    field("Message", text), send, stop, button("New thread", () => {
      threadId = null;
      isAsking = false;
      send.textContent = "Send";
      transcript.replaceChildren();
      state.replaceChildren();
    }));
  return el("div", { class: "conversation" }, transcript, state, form,
    el("details", {}, el("summary", {}, "Credentials"), field("x-api-key", key)));
}

/** The JSON value of an answer, or its text. */
function parsed(text) {
  try {
    return exact(text);
  } catch {
    return text;
  }
}
