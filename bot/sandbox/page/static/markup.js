/** The HTML of a message as DOM nodes: only tags that Telegram knows are built, everything else becomes text. */

import { button, el } from "./dom.js";

const TAGS = { B: "strong", STRONG: "strong", I: "em", EM: "em", U: "u", S: "s", CODE: "code", PRE: "pre", BLOCKQUOTE: "blockquote" };
const COMMAND = /(^|[\s(])(\/[a-z0-9_]{1,32}(?:@[a-z0-9_]+)?)(?![\w/])/gi;
const LINKS = new Set(["http:", "https:", "mailto:", "tel:"]);

/** `act.command(text)` is called for a /command, `act.start(payload)` for a start link of this bot. */
export function fragment(html, bot, act) {
  const result = document.createDocumentFragment();
  copy(new DOMParser().parseFromString(html, "text/html").body, result, { bot, act, plain: false });
  return result;
}

function copy(source, target, context) {
  for (const node of source.childNodes) {
    if (node.nodeType === Node.TEXT_NODE) target.append(...(context.plain ? [node.data] : withCommands(node.data, context.act)));
    else if (node.nodeType === Node.ELEMENT_NODE) target.append(element(node, context));
  }
}

function element(node, context) {
  let made = document.createDocumentFragment();
  if (node.tagName in TAGS) made = el(TAGS[node.tagName]);
  else if (node.tagName === "TG-SPOILER") made = spoiler();
  else if (node.tagName === "A") made = link(node.getAttribute("href") || "", context);
  const plain = context.plain || ["A", "CODE", "PRE"].includes(node.tagName);
  copy(node, made, { ...context, plain });
  return made;
}

function spoiler() {
  const made = el("button.spoiler", { type: "button", title: "Show" });
  made.addEventListener("click", () => made.classList.add("shown"), { once: true });
  return made;
}

function link(href, { bot, act }) {
  const payload = startPayload(href, bot);
  if (payload !== null) return button(".link", "", () => act.start(payload));
  try {
    if (!LINKS.has(new URL(href).protocol)) return el("span.mention");
  } catch {
    return el("span");
  }
  return el("a", { href, target: "_blank", rel: "noopener noreferrer" });
}

/** What a link t.me/<bot>?start=<payload> carries; null for any other link. */
export function startPayload(href, bot) {
  try {
    const url = new URL(href);
    const name = url.hostname === "t.me" ? url.pathname.slice(1) : url.searchParams.get("domain");
    if (name?.toLowerCase() !== bot.username.toLowerCase()) return null;
    return url.searchParams.get("start") ?? "";
  } catch {
    return null;
  }
}

function withCommands(text, act) {
  const parts = [];
  let done = 0;
  for (const found of text.matchAll(COMMAND)) {
    const start = found.index + found[1].length;
    parts.push(text.slice(done, start), button(".link", found[2], () => act.command(found[2])));
    done = start + found[2].length;
  }
  parts.push(text.slice(done));
  return parts.filter((part) => part !== "");
}
