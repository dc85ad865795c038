/** What stands below the messages: the input field with its bar, the reply keyboard, or Start and Unblock. */

import { button, el, sign } from "./dom.js";
import { CommandMenu } from "./commands.js";
import { summary } from "./bubble.js";
import { icon } from "./icons.js";

export class Composer {
  #drafts = new Map();
  #place = "";
  #reply = null;
  #edit = null;
  #forced = null;
  #refused = 0;
  #folded = null;
  #keyboard = null;
  #looks = "";
  #wideAct = null;

  /** `act` is what can be asked for: send, edit, key, command, attach, start, unblock, editLast. */
  constructor(act) {
    this.act = act;
    this.input = el("textarea", { rows: "1", placeholder: "Message", "aria-label": "Message", enterkeyhint: "send" });
    this.menu = new CommandMenu(this.input, (text) => act.command(text)); // hears keys before the lines below do
    this.input.addEventListener("keydown", (event) => this.#keydown(event));
    this.input.addEventListener("input", () => this.#grow());
    this.bar = el("div.about", { hidden: true });
    this.keyboard = el("div.reply-keyboard", { role: "group", "aria-label": "Reply keyboard", hidden: true });
    this.toggle = sign(".round.toggle", icon("keyboard"), "Show the keyboard", () => this.#fold(!this.keyboard.hidden), { hidden: true });
    this.attach = sign(".round", icon("attach"), "Attach", (event) => act.attach(event.currentTarget));
    this.sender = sign(".round.send", icon("send"), "Send", () => this.#send());
    this.line = el("div.line", {}, this.menu.button, this.attach, this.input, this.toggle, this.sender);
    this.wide = button(".wide", "", () => this.#wideAct?.(), { hidden: true });
    this.node = el("div.composer", {}, this.menu.list, this.bar, this.line, this.keyboard, this.wide);
    this.menu.button.hidden = true;
  }

  /** Moves to another chat or person; what was typed stays with the old one. */
  enter(user, chat, name) {
    this.#drafts.set(this.#place, this.input.value);
    this.#place = `${user.id} ${chat.id}`;
    this.input.value = this.#drafts.get(this.#place) || "";
    this.input.setAttribute("aria-label", `Message to ${name} as ${user.first_name}`);
    this.#reply = this.#edit = this.#forced = null;
    this.#looks = "";
    this.#bar();
    this.#grow();
    this.menu.show(user.id, chat.id);
  }

  /** `wide` is [words, act] for a button instead of everything else, or null. */
  show(view, wide) {
    this.#wideAct = wide?.[1] ?? null;
    this.wide.hidden = !wide;
    this.line.hidden = Boolean(wide);
    if (wide) this.wide.textContent = wide[0];
    this.#show(view.reply_keyboard, view.messages, Boolean(wide));
  }

  reply(message) {
    this.#edit = null;
    this.#reply = message;
    this.#bar();
    this.input.focus();
  }

  edit(message) {
    this.#reply = null;
    this.#edit = message;
    this.input.value = message.text;
    this.#grow();
    this.#bar();
    this.input.focus();
  }

  focus() {
    (this.wide.hidden ? this.input : this.wide).focus({ preventScroll: true });
  }

  // -- the reply keyboard -------------------------------------------------------------------------

  #show(keyboard, messages, away) {
    const forced = keyboard?.force_reply && keyboard.message_id !== this.#refused ? keyboard : null;
    if (forced?.message_id !== this.#forced?.message_id) {
      this.#forced = forced && { ...forced, message: messages.find((each) => each.message_id === forced.message_id) };
      this.#bar();
    }
    const looks = JSON.stringify([keyboard, away]);
    if (looks === this.#looks) return;
    this.#looks = looks;
    this.input.placeholder = keyboard?.placeholder || "Message";
    const rows = (!keyboard?.force_reply && !away && keyboard?.rows) || [];
    const held = this.keyboard.contains(document.activeElement);
    this.#keyboard = rows.length ? keyboard : null;
    this.keyboard.replaceChildren(
      ...rows.map((row) => el("div.row", {}, ...row.map((key) => button(".reply-key", key.text, () => this.act.key(key))))),
    );
    this.toggle.hidden = !rows.length;
    const folded = this.#folded?.id === keyboard?.message_id ? this.#folded?.folded : undefined;
    this.#fold(folded ?? Boolean(keyboard?.collapsed), false);
    if (held) this.focus();
  }

  #fold(folded, remember = true) {
    if (remember && this.#keyboard) this.#folded = { id: this.#keyboard.message_id, folded };
    this.keyboard.hidden = folded || !this.#keyboard;
    const words = folded ? "Show the keyboard" : "Hide the keyboard";
    this.toggle.setAttribute("aria-label", words);
    this.toggle.title = words;
    this.toggle.setAttribute("aria-expanded", String(!folded));
  }

  // -- the bar above the field --------------------------------------------------------------------

  #bar() {
    const about = this.#edit || this.#reply || this.#forced?.message;
    this.bar.hidden = !about;
    if (!about) return;
    const title = this.#edit ? "Edit message" : `Reply to ${about.from_name}`;
    this.bar.replaceChildren(
      el("span.about-words", {}, el("strong", {}, title), el("span", {}, summary(about))),
      sign(".round", icon("close"), this.#edit ? "Stop editing" : "Do not reply", () => this.#leave()),
    );
  }

  #leave() {
    if (this.#edit) this.input.value = "";
    if (!this.#edit && !this.#reply && this.#forced) {
      this.#refused = this.#forced.message_id;
      this.#forced = null;
    }
    this.#edit = this.#reply = null;
    this.#bar();
    this.#grow();
    this.input.focus();
  }

  // -- writing ------------------------------------------------------------------------------------

  async #send() {
    const text = this.input.value.trim();
    if (!text) return;
    const [edit, reply] = [this.#edit, this.#reply];
    this.input.value = "";
    this.menu.close();
    this.#edit = this.#reply = null;
    this.#bar();
    this.#grow();
    const plain = !reply && !this.#forced;
    const sent = edit ? await this.act.edit(edit, text) : await this.act.send(text, reply?.message_id, plain);
    if (!sent && !this.input.value) this.input.value = text;
    this.#grow();
  }

  #grow() {
    this.input.style.height = "auto";
    const height = this.input.scrollHeight; // 0 while the phone is out of sight
    if (height) this.input.style.height = `${Math.min(height, 120)}px`;
    this.line.classList.toggle("written", this.input.value.trim() !== "");
  }

  #keydown(event) {
    if (event.isComposing) return;
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      this.#send();
    } else if (event.key === "Escape" && !this.bar.hidden) {
      this.#leave();
    } else if (event.key === "ArrowUp" && this.input.value === "") {
      event.preventDefault();
      this.act.editLast();
    }
  }
}
