/** The drawer with the Bot API calls as they happen, so that a developer sees what a tap costs. */

import { get } from "./api.js";
import { button, el, memory, soon } from "./dom.js";
import * as times from "./times.js";

const KEPT = 300;
const SHORT = 140;

export class Log extends EventTarget {
  #last = 0;
  #rows = [];
  #load = soon(() => this.#fetch(), 60);

  constructor(world, node) {
    super();
    this.world = world;
    this.node = node;
    this.list = el("ol.calls", { tabindex: "0", "aria-label": "Calls, the latest last" });
    node.append(
      el("header", {}, el("h2", {}, "Bot API calls"), button(".tool", "Clear", () => this.#clear()), button(".tool", "Close", () => this.toggle())),
      this.list,
    );
    this.open = memory.get("log", false);
    node.hidden = !this.open;
    world.addEventListener("call", () => this.open && this.#load());
    world.addEventListener("update", ({ detail }) => this.open && this.#mark(detail));
    world.addEventListener("everything", () => {
      this.#clear();
      this.#last = Math.max(0, world.state.calls - 50);
      if (this.open) this.#load();
    });
  }

  toggle() {
    this.open = !this.open;
    this.node.hidden = !this.open;
    memory.set("log", this.open);
    if (this.open) this.#load();
    this.dispatchEvent(new Event("toggle"));
  }

  async #fetch() {
    const calls = await get("/calls", { since: this.#last, last: KEPT }).catch(() => []);
    if (!calls.length) return;
    this.#last = calls.at(-1).number;
    this.#add(calls.map((call) => [call.number, this.#row(call)]));
  }

  /** A line where the bot was given something to do; the calls below it are what that cost. */
  #mark({ update, again }) {
    const words = `${update}${again ? ", again" : ""}`;
    this.#add([[this.world.lastCall + 0.5, el("li.update", {}, el("span", {}, `▸ update: ${words}`))]]);
  }

  #add(rows) {
    const { scrollTop, scrollHeight, clientHeight } = this.list;
    const atEnd = scrollHeight - scrollTop - clientHeight < 40;
    this.#rows.push(...rows);
    this.#rows.sort(([one], [other]) => one - other);
    this.#rows.splice(0, this.#rows.length - KEPT);
    this.list.replaceChildren(...this.#rows.map(([, row]) => row));
    if (atEnd) this.list.scrollTop = this.list.scrollHeight;
  }

  #row(call) {
    const answer = call.ok ? JSON.stringify(call.result) : `${call.error_code || "no answer"}: ${call.description}`;
    const payload = Object.entries(call.payload).map(([name, value]) => `${name}: ${typeof value === "string" ? value : JSON.stringify(value)}`);
    const summary = el(
      "summary",
      {},
      el("span.at", {}, times.seconds(new Date(call.at), this.world.zone)),
      el("span.method", {}, call.method),
      el("span.payload", {}, short(payload.join(" · "))),
      el("span.answer", {}, short(answer)),
      el("span.ms", {}, duration(call.milliseconds)),
    );
    const whole = el("pre", {}, JSON.stringify({ payload: call.payload, answer: call.ok ? call.result : answer }, null, 2));
    return el(`li${call.ok ? "" : ".failed"}`, {}, el("details", {}, summary, whole));
  }

  #clear() {
    this.#rows = [];
    this.list.replaceChildren();
  }
}

function duration(milliseconds) {
  return milliseconds < 1000 ? `${milliseconds.toFixed(1)} ms` : `${(milliseconds / 1000).toFixed(1)} s`;
}

function short(words) {
  return words.length > SHORT ? `${words.slice(0, SHORT)}…` : words;
}
