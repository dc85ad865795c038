/** Questions, alerts and menus, all of them <dialog>s: they keep the focus, Escape closes them. */

import { button, el } from "./dom.js";

let counter = 0;

function show(dialog) {
  const before = document.activeElement;
  document.body.append(dialog);
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      dialog.remove();
      if (document.activeElement === document.body && before?.isConnected) before.focus();
      resolve(dialog.returnValue);
    });
    dialog.showModal();
  });
}

function framed(title, ...content) {
  const id = `dialog-${(counter += 1)}`;
  const form = el("form", { method: "dialog" }, el("h2", { id }, title), ...content);
  return el("dialog.box", { "aria-labelledby": id }, form);
}

const text = (words) => words && el("p", {}, words);

/** An alert. */
export async function tell(title, words) {
  const ok = el("button.primary", { value: "ok", autofocus: true }, "OK");
  await show(framed(title, text(words), el("div.choices", {}, ok)));
}

/** A question with two answers; true for `yes`. */
export async function confirm(title, words, yes, { danger = false, check = null } = {}) {
  const box = check && el("input", { type: "checkbox" });
  const answers = el(
    "div.choices",
    {},
    el("button", { value: "" }, "Cancel"),
    el(`button.primary${danger ? ".danger" : ""}`, { value: "yes", autofocus: true }, yes),
  );
  const label = box && el("label.check", {}, box, check);
  const answered = (await show(framed(title, text(words), label, answers))) === "yes";
  return check ? answered && { checked: box.checked } : answered;
}

/** A form. `fields` are nodes that hold named inputs; the values by name, or null when it is left. */
export async function fill(title, fields, yes, words = "") {
  const cancel = el("button", { value: "", formnovalidate: true }, "Cancel");
  const submit = el("button.primary", { value: "yes" }, yes);
  // Enter in a field takes the first submit button of the form, so that one comes first and is shown last.
  const answers = el("div.choices.reversed", {}, submit, cancel);
  const dialog = framed(title, text(words), ...fields, answers);
  if ((await show(dialog)) !== "yes") return null;
  return Object.fromEntries(new FormData(dialog.querySelector("form")));
}

export function field(label, name, properties = {}) {
  return el("label.field", {}, el("span", {}, label), el("input", { name, autocomplete: "off", ...properties }));
}

export function choice(label, name, options) {
  const shown = options.map(([value, words]) => el("option", { value }, words));
  return el("label.field", {}, el("span", {}, label), el("select", { name }, ...shown));
}

/** A menu near `anchor` ({x, y} or an element). `items` are [words, act, "danger"?]; false ones are left out. */
export async function choose(label, items, anchor) {
  const menu = el("dialog.menu", { "aria-label": label });
  let chosen = null;
  for (const [words, act, kind] of items.filter(Boolean)) {
    const choice = button(kind ? `.${kind}` : "", words, () => {
      chosen = act;
      menu.close();
    });
    menu.append(choice);
  }
  menu.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const all = [...menu.children];
    all[(all.indexOf(document.activeElement) + step + all.length) % all.length].focus();
  });
  menu.addEventListener("click", (event) => event.target === menu && menu.close());
  const closed = show(menu);
  place(menu, anchor);
  await closed;
  await chosen?.();
}

function place(menu, anchor) {
  const from = anchor instanceof Element ? anchor.getBoundingClientRect() : { left: anchor.x, bottom: anchor.y, top: anchor.y };
  const { width, height } = menu.getBoundingClientRect();
  const below = from.bottom + height + 8 < innerHeight;
  menu.style.left = `${Math.max(8, Math.min(from.left, innerWidth - width - 8))}px`;
  menu.style.top = `${below ? from.bottom + 4 : Math.max(8, from.top - height - 4)}px`;
}
