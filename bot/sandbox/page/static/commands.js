/** The command menu: the button beside the input field, and suggestions while somebody types "/". */

import { get } from "./api.js";
import { arrange, el, soon } from "./dom.js";
import { icon } from "./icons.js";

let counter = 0;

export class CommandMenu {
  #commands = [];
  #place = { user_id: 0, chat_id: 0 };
  #active = -1;

  /** `input` is the text field, `send(text)` sends a command. */
  constructor(input, send) {
    this.input = input;
    this.send = send;
    const id = `commands-${(counter += 1)}`;
    this.list = el("div.commands", { role: "listbox", id, tabindex: "0", "aria-label": "Commands", hidden: true });
    this.button = el("button.menu-button", { type: "button", "aria-expanded": "false", "aria-controls": id, onclick: () => this.#toggle() });
    this.button.append(icon("menu"), "Menu");
    input.setAttribute("aria-controls", id);
    input.addEventListener("input", () => this.#suggest());
    input.addEventListener("blur", () => this.close());
    input.addEventListener("keydown", (event) => this.#keydown(event));
    this.reload = soon(async () => {
      const place = this.#place;
      const commands = place.user_id ? await get("/menu", place).catch(() => []) : [];
      if (place === this.#place) this.#take(commands);
    });
  }

  get open() {
    return !this.list.hidden;
  }

  /** Offers what `setMyCommands` names for this very chat and person. */
  show(userId, chatId) {
    this.#place = { user_id: userId, chat_id: chatId };
    this.reload();
  }

  close() {
    this.list.hidden = true;
    this.#active = -1;
    this.button.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
  }

  #take(commands) {
    this.#commands = commands;
    this.button.hidden = commands.length === 0;
    if (document.activeElement === this.input && this.input.value) this.#suggest();
  }

  #toggle() {
    if (this.open) this.close();
    else {
      this.#offer(this.#commands);
      this.input.focus();
    }
  }

  #suggest() {
    const typed = /^\/(\w*)$/.exec(this.input.value);
    const fitting = typed ? this.#commands.filter(({ command }) => command.startsWith(typed[1].toLowerCase())) : [];
    if (fitting.length) this.#offer(fitting);
    else this.close();
  }

  #offer(commands) {
    const rows = commands.map(({ command, description }, index) =>
      el(
        "div.command",
        {
          role: "option",
          id: `${this.list.id}-${index}`,
          "aria-selected": "false",
          dataset: { command },
          // mousedown, not click: the field must not lose the focus before
          onmousedown: (event) => {
            event.preventDefault();
            this.#choose(command);
          },
        },
        el("span.slash", {}, `/${command}`),
        el("span.description", {}, description),
      ),
    );
    arrange(this.list, rows);
    this.list.hidden = false;
    this.#active = -1;
    this.button.setAttribute("aria-expanded", "true");
  }

  #choose(command) {
    this.close();
    this.input.value = "";
    this.send(`/${command}`);
  }

  #keydown(event) {
    if (!this.open) return;
    const rows = [...this.list.children];
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const chosen = rows[this.#active] || (event.key === "Tab" && !event.shiftKey && this.input.value && rows[0]);
    if (step) this.#activate(rows, (this.#active + step + rows.length + (this.#active < 0 && step < 0 ? 1 : 0)) % rows.length);
    else if (event.key === "Escape") this.close();
    else if (chosen && (event.key === "Enter" || event.key === "Tab")) this.#choose(chosen.dataset.command);
    else return;
    event.preventDefault();
    event.stopImmediatePropagation();
  }

  #activate(rows, index) {
    rows[this.#active]?.setAttribute("aria-selected", "false");
    this.#active = index;
    rows[index].setAttribute("aria-selected", "true");
    rows[index].scrollIntoView({ block: "nearest" });
    this.input.setAttribute("aria-activedescendant", rows[index].id);
  }
}
