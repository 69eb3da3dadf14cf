// Messages of a conversation.

import { el, json } from "./dom.js";

const ROLES = { human: "Human", ai: "AI", tool: "Tool", system: "System", remove: "Removed" };

export function messageList(messages) {
  return el("ol", { class: "messages", "aria-label": "Messages" }, messages.map(messageView));
}

export function messageView(message) {
  if (!message || typeof message !== "object") return el("li", { class: "message" }, json(message, "Message"));
  const type = String(message.type ?? message.role ?? "message").replace(/Chunk$|MessageChunk$/, "").toLowerCase();
  const text = textOf(message.content);
  return el("li", { class: `message ${Object.hasOwn(ROLES, type) ? type : "other"}` },
    el("span", { class: "role" }, ROLES[type] ?? type, message.name ? ` · ${message.name}` : ""),
    text ? el("p", {}, text) : null,
    others(message.content).map((block) => json(block, "Content block")),
    (message.tool_calls ?? []).map((call) => el("p", { class: "tool-call" }, `→ ${call.name}(${JSON.stringify(call.args)})`)));
}

export function textOf(content) {
  if (typeof content === "string") return content;
  if (!Array.isArray(content)) return "";
  return content.map((block) => (typeof block === "string" ? block : block?.type === "text" ? block.text : "")).join("");
}

function others(content) {
  if (Array.isArray(content)) return content.filter((block) => typeof block !== "string" && block?.type !== "text");
  return content === undefined || content === null || typeof content === "string" ? [] : [content];
}
