/** What the server knows, as far as the whole page needs it, and the news of it. */

import { get } from "./api.js";
import { soon } from "./dom.js";

const OF_CHATS = ["message", "edited", "deleted", "reaction", "pinned", "unpinned", "chat_action", "callback_query"];
const OF_PEOPLE = ["user", "chat", "member"];
const OF_TROUBLE = ["fault", "faults_cleared", "network"];
const RETRY = 1000;

/**
 * Tells: "people", "clock", "state", "commands", "connection", "everything" (look at all again);
 * with a detail: "chat" {kind, chat_id}, "answer" {query_id, chat_id, user_id}, "call" {number}, "update" {update}.
 */
export class World extends EventTarget {
  users = new Map();
  chats = new Map();
  bot = { id: 0, first_name: "", username: "" };
  demo = { supervised: false, bot: "stopped", zone: "UTC", clinic: null, owner_ids: [] };
  state = { network_up: true, faults: [], calls: 0 };
  connected = false;
  lastCall = 0;
  #ahead = 0;
  #people = soon(() => this.#quietly(() => this.#loadPeople()));
  #demo = soon(() => this.#quietly(() => this.#loadDemo()));
  #state = soon(() => this.#quietly(() => this.#loadState()));
  #clock = soon(() => this.#quietly(() => this.#loadClock()));

  get zone() {
    return this.demo.zone;
  }

  /** The bot's now: the sandbox's clock, which goes on by itself. */
  now() {
    return new Date(Date.now() + this.#ahead);
  }

  /** The clinic's group: the one the demo names, or the first there is. */
  get clinic() {
    const groups = [...this.chats.values()].filter((chat) => chat.type !== "private" && !chat.migrated_to);
    const named = this.chats.get(this.demo.clinic?.chat_id);
    return this.chats.get(named?.migrated_to) || named || groups[0] || null;
  }

  /** The people in a group. */
  members(chat) {
    const present = (chat?.members || []).filter((member) => !["left", "kicked"].includes(member.status));
    return present.map((member) => this.users.get(member.user_id)).filter(Boolean);
  }

  tell(name, detail = {}) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }

  /** Loads everything and follows the news; after a lost connection it begins anew. */
  async connect() {
    try {
      await Promise.all([this.#loadState(), this.#loadDemo(), this.#loadClock()]);
      await this.#loadPeople(); // the last: with them the phones begin to show something
    } catch {
      setTimeout(() => this.connect(), RETRY);
      return;
    }
    this.#follow(this.state.version);
    this.#connection(true);
    this.tell("everything");
  }

  #follow(version) {
    const news = new EventSource(`/control/events?version=${version}`);
    news.onerror = () => {
      news.close();
      this.#connection(false);
      setTimeout(() => this.connect(), RETRY);
    };
    const hear = (kinds, act) => kinds.forEach((kind) => news.addEventListener(kind, (event) => act(JSON.parse(event.data), kind)));
    hear(OF_CHATS, (data, kind) => {
      if (kind === "message" && this.users.get(data.from_id)?.started === false) this.#people(); // now they have
      this.tell("chat", { ...data, kind });
    });
    hear(OF_PEOPLE, (data, kind) => {
      this.#people();
      if (data.chat_id) this.tell("chat", { ...data, kind });
    });
    hear(OF_TROUBLE, () => this.#state());
    hear(["callback_answer"], (data, kind) => {
      this.tell("answer", data);
      this.tell("chat", { ...data, kind });
    });
    hear(["clock"], () => this.#clock());
    hear(["commands"], () => this.tell("commands"));
    hear(["call"], (data) => {
      this.lastCall = data.number;
      this.tell("call", data);
    });
    hear(["update"], (data) => this.tell("update", data));
    hear(["demo"], () => this.#demo());
    hear(["polling"], () => {
      if (this.demo.bot !== "running") this.#demo();
    });
  }

  #connection(up) {
    this.connected = up;
    this.tell("connection");
  }

  async #quietly(load) {
    try {
      await load();
    } catch {
      // The connection is lost; `connect` loads everything when it is back.
    }
  }

  async #loadPeople() {
    const [users, chats] = await Promise.all([get("/users"), get("/chats")]);
    this.users = new Map(users.map((user) => [user.id, user]));
    this.chats = new Map(chats.map((chat) => [chat.id, chat]));
    this.tell("people");
  }

  async #loadDemo() {
    this.demo = await get("/demo");
    this.tell("people");
    this.tell("state");
  }

  /** Looks at the switches again: a fault that is over does not say so. */
  refreshState() {
    this.#state();
  }

  async #loadState() {
    this.state = await get("/state");
    this.lastCall = Math.max(this.lastCall, this.state.calls);
    this.bot = this.state.bot;
    this.tell("state");
  }

  async #loadClock() {
    const clock = await get("/clock");
    this.#ahead = Date.parse(clock.now) - Date.now();
    this.tell("clock");
  }
}

export const fullName = (user) => [user.first_name, user.last_name].filter(Boolean).join(" ");
