/** The messages of a chat. What did not change keeps its node, so that nothing flickers and the focus stays. */

import { arrange, el } from "./dom.js";
import { bubble, serviceWords, summary } from "./bubble.js";
import { inlineKeyboard, keyAt, showWaiting } from "./keys.js";
import * as times from "./times.js";

const NEAR_THE_END = 80;

export class MessageList {
  #drawn = new Map();
  #stays = true;

  /** `act` is what a message can ask for: press, menu, command, start, jump. */
  constructor(world, act) {
    this.world = world;
    this.act = act;
    this.node = el("div.messages", { role: "log", tabindex: "0", "aria-label": "Messages" });
    this.node.addEventListener("keydown", (event) => this.#keydown(event));
    this.node.addEventListener("scroll", () => (this.#stays = this.#atEnd));
    // Who reads the end goes on to read the end: when the keyboard opens, when a photo has come.
    const stay = () => this.#stays && this.toEnd();
    new ResizeObserver(stay).observe(this.node);
    this.node.addEventListener("load", stay, true);
    this.node.addEventListener("contextmenu", (event) => this.#contextMenu(event));
  }

  get messages() {
    return [...this.#drawn.values()].map((drawn) => drawn.message).filter(Boolean);
  }

  clear() {
    this.#drawn.clear();
    this.node.replaceChildren();
  }

  /**
   * Shows the chat as `me` sees it; false if the focus was on something that is gone.
   * `waiting` has, by message id, the data of the keys that wait.
   */
  show(view, me, waiting) {
    const stays = this.#stays || this.#drawn.size === 0;
    // A chat that is opened is not read out, only what comes then.
    this.node.setAttribute("aria-live", this.#drawn.size === 0 ? "off" : "polite");
    const held = this.#heldFocus();
    arrange(this.node, this.#nodes(view, me, waiting));
    if (stays) this.toEnd();
    return held ? this.#giveBack(held) : true;
  }

  get #atEnd() {
    const { scrollTop, scrollHeight, clientHeight } = this.node;
    return scrollHeight - scrollTop - clientHeight < NEAR_THE_END;
  }

  toEnd() {
    this.#stays = true;
    this.node.scrollTop = this.node.scrollHeight;
  }

  jump(messageId) {
    const node = this.#drawn.get(`m${messageId}`)?.node;
    if (!node) return;
    node.scrollIntoView({ block: "center" });
    node.classList.add("flash");
    node.addEventListener("animationend", () => node.classList.remove("flash"), { once: true });
  }

  // -- drawing ------------------------------------------------------------------------------------

  #nodes(view, me, waiting) {
    const byId = new Map(view.messages.map((message) => [message.message_id, message]));
    const isGroup = view.chat.type !== "private";
    const drawn = new Map();
    let day = "";
    view.messages.forEach((message, index) => {
      const date = new Date(message.date);
      const today = times.day(date, this.world.zone);
      if (today !== day) {
        day = today;
        const key = `d${today}-${message.message_id}`;
        drawn.set(key, this.#drawn.get(key) || { node: el("div.day", {}, el("span", {}, today)) });
      }
      const [before, after] = [view.messages[index - 1], view.messages[index + 1]];
      const own = message.from_id === me;
      const replied = message.reply_to ? byId.get(message.reply_to) : null;
      const shown = {
        own,
        first: !sameRun(before, message),
        last: !sameRun(message, after),
        sender: isGroup && !own && !sameRun(before, message),
        replied: message.reply_to ? { name: replied?.from_name || "", words: summary(replied) } : null,
      };
      drawn.set(`m${message.message_id}`, this.#drawMessage(message, shown, waiting.get(message.message_id) || new Set()));
    });
    this.#drawn = drawn;
    return [...drawn.values()].map((each) => each.node);
  }

  #drawMessage(message, shown, waiting) {
    const old = this.#drawn.get(`m${message.message_id}`);
    const drawn = old || { node: el("article.message", { tabindex: "-1", dataset: { id: message.message_id } }) };
    const { buttons, ...rest } = message;
    const looks = JSON.stringify([rest, shown, this.world.zone]);
    const keys = JSON.stringify(buttons);
    if (drawn.looks !== looks) this.#redraw(drawn, message, shown);
    if (drawn.keys !== keys) {
      drawn.keyboard?.remove();
      drawn.keyboard = buttons.length ? inlineKeyboard(message, this.world.bot, this.act) : null;
      if (drawn.keyboard) drawn.node.append(drawn.keyboard);
    }
    if (drawn.keyboard) showWaiting(drawn.keyboard, waiting);
    return Object.assign(drawn, { looks, keys, message });
  }

  #redraw(drawn, message, shown) {
    const kind = message.kind === "service" ? "service" : shown.own ? "own" : "other";
    drawn.node.className = `message ${kind}${shown.last ? " last" : ""}${shown.first ? " first" : ""}${message.edited ? " edited" : ""} kind-${message.kind}`;
    drawn.node.setAttribute("aria-label", kind === "service" ? "Service message" : `${shown.own ? "You" : message.from_name}`);
    const body = kind === "service" ? el("span", {}, serviceWords(message)) : bubble(message, shown, this);
    drawn.body?.remove();
    drawn.body = body;
    drawn.node.prepend(body);
  }

  // -- the focus ----------------------------------------------------------------------------------

  #heldFocus() {
    const focused = document.activeElement;
    if (!this.node.contains(focused) || focused === this.node) return null;
    const key = focused.closest(".key");
    return { focused, id: focused.closest(".message")?.dataset.id, y: Number(key?.dataset.y), x: Number(key?.dataset.x), onKey: Boolean(key) };
  }

  /** Puts the focus back to where it was; false if that place is gone. */
  #giveBack({ focused, id, y, x, onKey }) {
    if (focused.isConnected) return true;
    const drawn = this.#drawn.get(`m${id}`);
    if (!drawn) return false;
    const target = (onKey && drawn.keyboard && keyAt(drawn.keyboard, y, x)) || drawn.node;
    target.focus({ preventScroll: true });
    return true;
  }

  #keydown(event) {
    const message = event.target.closest(".message");
    if (event.target !== this.node && event.target !== message) return;
    const all = [...this.node.querySelectorAll(".message")];
    if (event.key === "ArrowUp" || event.key === "ArrowDown") {
      event.preventDefault();
      const step = event.key === "ArrowUp" ? -1 : 1;
      const next = message ? all[all.indexOf(message) + step] : all.at(-1);
      next?.focus();
    } else if (message && (event.key === "Enter" || event.key === "ContextMenu" || (event.key === "F10" && event.shiftKey))) {
      event.preventDefault();
      this.#openMenu(message, message.querySelector(".bubble") || message);
    } else if (message && event.key === "Escape") {
      this.node.focus();
    }
  }

  #contextMenu(event) {
    const message = event.target.closest(".message");
    if (!message || event.target.closest("a")) return;
    event.preventDefault();
    if (event.button === 2 || event.pointerType === "touch") this.#openMenu(message, { x: event.clientX, y: event.clientY, left: event.clientX });
  }

  #openMenu(node, anchor) {
    const drawn = this.#drawn.get(`m${node.dataset.id}`);
    if (drawn && drawn.message.kind !== "service") this.act.menu(drawn.message, anchor);
  }
}

function sameRun(one, other) {
  if (!one || !other || one.kind === "service" || other.kind === "service") return false;
  return one.from_id === other.from_id && Math.abs(Date.parse(other.date) - Date.parse(one.date)) < 600_000;
}
