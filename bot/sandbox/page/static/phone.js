/** A phone: somebody's Telegram, with one chat open. */

import { get, post } from "./api.js";
import { attachMenu, chatMenu, messageMenu, shareContact } from "./actions.js";
import { COLOURS } from "./bubble.js";
import { Composer } from "./composer.js";
import { tell } from "./dialogs.js";
import { arrange, button, el, memory, sign, soon } from "./dom.js";
import { icon } from "./icons.js";
import { startPayload } from "./markup.js";
import { MessageList } from "./messages.js";
import { addPerson } from "./people.js";
import { fullName } from "./world.js";

const TYPING = 5000;
const TOAST = 4000;

export class Phone extends EventTarget {
  user = null;
  chatId = 0;
  #view = null;
  #startWith = null;
  #typingUntil = 0;
  #pressing = new Set();
  #unread = new Map();
  #awaited = null;

  /** `people()` are those who can hold this phone; `home(user)` is the chat it opens for one of them. */
  constructor(world, { name, title, adds, people, home, joins }) {
    super();
    Object.assign(this, { world, name, title, people, home });
    const act = {
      press: (message, key, y, x) => this.#press(message, key, y, x),
      menu: (message, anchor) => messageMenu(this, message, anchor),
      command: (text) => this.#command(text),
      start: (payload) => this.offerStart(payload),
      jump: (messageId) => this.list.jump(messageId),
      send: (text, replyTo, plain) => this.attempt(() => post("/send/text", { ...this.place, text, reply_to: replyTo, plain })),
      edit: (message, text) => this.attempt(() => post("/edit", { ...this.place, message_id: message.message_id, text })),
      editLast: () => this.#editLast(),
      key: (key) => this.#pressKey(key),
      attach: (anchor) => attachMenu(this, anchor),
    };
    this.list = new MessageList(world, act);
    this.composer = new Composer(act);
    this.node = this.#build(adds, joins);
    this.refresh = soon(() => this.#load());
    world.addEventListener("people", () => this.settle());
    world.addEventListener("everything", () => this.refresh());
    world.addEventListener("connection", () => this.#head());
    world.addEventListener("commands", () => this.composer.menu.reload());
    world.addEventListener("chat", ({ detail }) => this.#news(detail));
    world.addEventListener("answer", ({ detail }) => this.#answered(detail));
  }

  /** Whose phone this is and which chat is open, as the control API names it. */
  get place() {
    return { user_id: this.user.id, chat_id: this.chatId };
  }

  get unread() {
    return [...this.#unread.values()].reduce((sum, count) => sum + count, 0);
  }

  // -- who and where ------------------------------------------------------------------------------

  /** Keeps the person and the chat if they are still there; else those remembered, else the first. */
  settle() {
    const people = this.people();
    const kept = memory.get(this.name, {});
    const user = people.find((each) => each.id === (this.user?.id ?? kept.user)) || people[0] || null;
    const chats = user ? this.#chats(user) : [];
    const wanted = this.user?.id === user?.id ? this.chatId || kept.chat : null;
    const chat = chats.find((each) => each.id === wanted) || (user && this.home(user)) || chats[0];
    this.open(user, chat);
  }

  open(user, chat) {
    const moved = user?.id !== this.user?.id || (chat?.id ?? 0) !== this.chatId;
    this.user = user;
    this.chatId = chat?.id ?? 0;
    if (moved) {
      this.#view = null;
      this.#startWith = null;
      this.#pressing.clear();
      this.list.clear();
      if (user && chat) this.composer.enter(user, chat, this.#title(chat));
      memory.set(this.name, { user: user?.id, chat: chat?.id });
      this.refresh();
    }
    this.#people();
    this.#head();
    if (this.#view) this.#show();
  }

  #chats(user) {
    return [...this.world.chats.values()].filter(
      (chat) => chat.id === user.id || (!chat.migrated_to && this.world.members(chat).includes(user)),
    );
  }

  #title(chat) {
    return chat.title || this.world.bot.first_name;
  }

  // -- looking ------------------------------------------------------------------------------------

  async #load() {
    if (!this.user || !this.chatId) return;
    const { user_id, chat_id } = this.place;
    let view;
    try {
      view = await get(`/chats/${chat_id}/view`, { user_id });
    } catch {
      return; // the world tells when the connection is back
    }
    if (user_id !== this.user?.id || chat_id !== this.chatId) return;
    this.#view = view;
    if (this.visible) this.#read();
    this.#show();
  }

  #show() {
    const view = this.#view;
    const kept = this.list.show(view, this.user.id, this.#waiting(view));
    this.composer.show(view, this.#wide());
    if (!kept) this.composer.focus();
    this.#head();
  }

  /** By message, the data of the keys whose press is not answered yet. */
  #waiting(view) {
    const waiting = new Map();
    const add = (messageId, data) => waiting.set(messageId, (waiting.get(messageId) || new Set()).add(data));
    view.queries.filter((query) => !query.answered && !query.expired).forEach((query) => add(query.message_id, query.data));
    this.#pressing.forEach(({ messageId, data }) => add(messageId, data));
    return waiting;
  }

  /** What stands in place of the input field, if anything does. */
  #wide() {
    const chat = this.world.chats.get(this.chatId);
    if (chat?.migrated_to) return ["This group is a supergroup now", () => this.settle()];
    if (this.chatId !== this.user.id) return null;
    if (this.user.blocked) return ["Unblock", () => this.block(false)];
    if (this.#startWith !== null || !this.user.started) return ["Start", () => this.#start()];
    return null;
  }

  #news({ kind, chat_id, from_id, message_id }) {
    const here = chat_id === this.chatId;
    if (kind === "message" && from_id !== this.user?.id && (!here || !this.visible)) this.#notice(chat_id);
    if (!here) return;
    if (kind === "chat_action") {
      this.#typingUntil = Date.now() + TYPING;
      setTimeout(() => this.#head(), TYPING + 50);
    } else if (kind === "message" && from_id === this.world.bot.id) this.#typingUntil = 0;
    if (message_id || kind !== "chat_action") this.refresh();
    this.#head();
  }

  /** Counts what came where nobody looks. */
  #notice(chatId) {
    if (!this.people().some((user) => user.id === chatId || (chatId === this.chatId && chatId < 0))) return;
    this.#unread.set(chatId, (this.#unread.get(chatId) || 0) + 1);
    this.#people();
    this.dispatchEvent(new Event("unread"));
  }

  #read() {
    if (!this.#unread.delete(this.chatId)) return;
    this.#people();
    this.dispatchEvent(new Event("unread"));
  }

  get visible() {
    return this.node.offsetParent !== null;
  }

  /** Called when the phone comes into sight. */
  seen() {
    this.#read();
    this.list.toEnd();
  }

  async #answered({ query_id, chat_id, user_id }) {
    if (user_id !== this.user?.id || chat_id !== this.chatId) return;
    const answer = await get(`/queries/${query_id}`).catch(() => null);
    if (answer?.url) {
      const payload = startPayload(answer.url, this.world.bot);
      if (payload !== null) this.offerStart(payload);
    }
    if (!answer?.text) return;
    if (answer.show_alert) await tell(this.world.bot.first_name, answer.text);
    else this.toast(answer.text);
  }

  toast(words) {
    const toast = el("div.toast", {}, words);
    this.toasts.append(toast);
    setTimeout(() => toast.remove(), TOAST);
  }

  // -- acting -------------------------------------------------------------------------------------

  /** Does it; what the local Telegram refuses is shown. True if it was done. */
  async attempt(act) {
    try {
      await act();
      return true;
    } catch (refusal) {
      this.toast(refusal.message);
      return false;
    }
  }

  block(blocked) {
    return this.attempt(() => post("/users/block", { user_id: this.user.id, blocked }));
  }

  /** Opens the private chat with a Start button, as a link with a payload does. */
  offerStart(payload) {
    this.open(this.user, this.world.chats.get(this.user.id));
    this.#startWith = payload;
    if (this.#view) this.#show();
    this.composer.focus();
  }

  async #start() {
    const text = `/start ${this.#startWith ?? ""}`.trim();
    this.#startWith = null;
    await this.attempt(() => post("/send/text", { ...this.place, text, plain: true }));
    await this.#load();
    this.composer.focus();
  }

  #command(text) {
    const isGroup = this.chatId < 0;
    const full = isGroup && !text.includes("@") ? `${text}@${this.world.bot.username}` : text;
    return this.attempt(() => post("/send/text", { ...this.place, text: full, plain: true }));
  }

  async #press(message, key, row, column) {
    const pressed = { messageId: message.message_id, data: key.data };
    this.#pressing.add(pressed);
    this.#show();
    await this.attempt(async () => {
      const query = await post("/press", { ...this.place, message_id: message.message_id, row, column });
      this.#view?.queries.push(query);
    });
    this.#pressing.delete(pressed);
    this.refresh();
  }

  #pressKey(key) {
    if (key.request_contact) return shareContact(this, key);
    return this.attempt(() => post("/keyboard", { ...this.place, text: key.text }));
  }

  #editLast() {
    const own = this.list.messages.filter((message) => message.from_id === this.user.id && message.kind === "text");
    if (own.length) this.composer.edit(own.at(-1));
  }

  // -- the frame ----------------------------------------------------------------------------------

  #build(adds, joins) {
    this.person = el("select", { "aria-label": `${this.title}: whose phone`, onchange: () => this.#choosePerson() });
    this.chat = el("select", { "aria-label": `${this.title}: which chat`, onchange: () => this.#chooseChat() });
    const add = button(".add", adds, async () => {
      const done = await this.attempt(async () => {
        const user = await addPerson(adds.replace("+ ", "A new "), joins());
        if (user) this.#awaited = user.id;
      });
      if (done) this.settle();
    });
    this.avatar = el("div.avatar", { "aria-hidden": "true" });
    this.heading = el("h2", {});
    this.subtitle = el("div.subtitle", {});
    const more = sign(".round", icon("more"), "This chat", (event) => chatMenu(this, event.currentTarget));
    this.toasts = el("div.toasts", { role: "status" });
    this.screen = el(
      "div.screen",
      {},
      el("header.head", {}, this.avatar, el("div.titles", {}, this.heading, this.subtitle), more),
      this.list.node,
      this.toasts,
      this.composer.node,
    );
    this.nobody = el("p.nobody", {}, this.name === "clinic" ? "There is no group yet." : "There is nobody yet: add an owner.");
    const strip = el("div.strip", {}, this.person, this.chat, add);
    return el("section.phone", { id: `phone-${this.name}`, "aria-label": this.title }, strip, this.nobody, this.screen);
  }

  #people() {
    const people = this.people();
    const awaited = people.find((user) => user.id === this.#awaited);
    if (awaited) {
      this.#awaited = null;
      this.open(awaited, this.home(awaited));
      return;
    }
    const named = (user) => {
      const count = user === this.user ? 0 : this.#unread.get(user.id);
      return `${fullName(user)}${user.language_code && user.language_code !== "en" ? ` (${user.language_code})` : ""}${count ? ` · ${count} new` : ""}`;
    };
    options(this.person, people.map((user) => [user.id, named(user)]), this.user?.id);
    const chats = this.user ? this.#chats(this.user) : [];
    options(this.chat, chats.map((chat) => [chat.id, this.#title(chat)]), this.chatId);
    this.chat.hidden = chats.length < 2;
    this.person.hidden = people.length === 0;
    this.nobody.hidden = people.length > 0;
    this.screen.hidden = people.length === 0;
  }

  #choosePerson() {
    const user = this.people().find((each) => String(each.id) === this.person.value);
    if (user) this.open(user, this.home(user));
  }

  #chooseChat() {
    this.open(this.user, this.world.chats.get(Number(this.chat.value)));
  }

  #head() {
    const chat = this.world.chats.get(this.chatId);
    if (!chat) return;
    const title = this.#title(chat);
    this.heading.textContent = title;
    this.avatar.textContent = title.slice(0, 1).toUpperCase();
    this.avatar.className = `avatar colour-${Math.abs(chat.id) % COLOURS}`;
    const typing = this.#typingUntil > Date.now();
    const members = this.world.members(chat).length + 1;
    const usual = chat.type === "private" ? "bot" : `${members} members`;
    const words = this.world.connected ? (typing ? "typing…" : usual) : "connecting…";
    if (this.subtitle.textContent !== words) this.subtitle.textContent = words;
    this.subtitle.classList.toggle("lively", typing);
  }
}

/** Shows the options, and leaves the list alone while nothing changed: it may be open. */
function options(select, pairs, chosen) {
  const looks = JSON.stringify(pairs);
  if (select.dataset.looks !== looks) {
    select.dataset.looks = looks;
    arrange(select, pairs.map(([value, words]) => el("option", { value }, words)));
  }
  select.value = String(chosen);
}
