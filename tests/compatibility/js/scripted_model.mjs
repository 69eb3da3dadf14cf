/** A chat model that says what it was given to say, word by word. */

import { setTimeout as sleep } from "node:timers/promises";
import { BaseChatModel } from "@langchain/core/language_models/chat_models";
import { AIMessage, AIMessageChunk } from "@langchain/core/messages";
import { ChatGenerationChunk } from "@langchain/core/outputs";
import { json } from "./conversation.mjs";

const PACE = 40; // milliseconds a word, unless LANGGRAPH_MOCK_PACE says another

export class ScriptedModel extends BaseChatModel {
  /** `reply`: its id, text, toolCalls, and the failure that is raised after the text. */
  constructor(reply) {
    super({});
    this.reply = reply;
  }

  _llmType() {
    return "scripted";
  }

  async _generate() {
    const { id, text = "", toolCalls = [], failure } = this.reply;
    if (failure) throw new Error(failure);
    return { generations: [{ text, message: new AIMessage({ id, content: text, tool_calls: toolCalls }) }] };
  }

  async *_streamResponseChunks(_messages, _options, runManager) {
    for (const fields of chunks(this.reply)) {
      await sleep(Number(process.env.LANGGRAPH_MOCK_PACE || PACE));
      const message = new AIMessageChunk({ ...fields, id: this.reply.id });
      const chunk = new ChatGenerationChunk({ text: fields.content, message });
      yield chunk;
      await runManager?.handleLLMNewToken(fields.content, ...Array(4), { chunk });
    }
    if (this.reply.failure) throw new Error(this.reply.failure);
  }
}

/** The text first, then the tool calls, as providers stream them: the name, then pieces of JSON. */
function* chunks({ text = "", toolCalls = [] }) {
  for (const word of words(text)) yield { content: word };
  for (const [index, call] of toolCalls.entries())
    for (const piece of pieces(call, index)) yield { content: "", tool_call_chunks: [piece] };
  if (toolCalls.length || !text) yield { content: "" };
}

function* pieces(call, index) {
  yield { name: call.name, args: "", id: call.id, index, type: "tool_call_chunk" };
  for (const args of words(json(call.args))) yield { args, index, type: "tool_call_chunk" };
}

/** With the space before each, so that joined they are the text again. */
const words = (text) => text.match(/\s*\S+|\s+$/g) ?? [];
