import type { Message } from "@langchain/langgraph-sdk";

/** The content of a message is a string, or a list of blocks of which some are text. */
export function textOf({ content }: Message): string {
  if (typeof content === "string") return content;
  return content.map((block) => (block.type === "text" ? block.text : "")).join("");
}
