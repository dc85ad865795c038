/** Inline keyboards: one stop for the Tab key, arrows move within. */

import { el } from "./dom.js";
import { startPayload } from "./markup.js";

export function inlineKeyboard(message, bot, act) {
  const rows = message.buttons.map((row, y) =>
    el("div.row", {}, ...row.map((key, x) => inlineKey(message, key, y, x, bot, act))),
  );
  const node = el("div.keys", { role: "group", "aria-label": "Buttons of the message" }, ...rows);
  const first = node.querySelector("button, a");
  if (first) first.tabIndex = 0;
  node.addEventListener("keydown", (event) => move(node, event));
  node.addEventListener("focusin", (event) => only(node, event.target));
  return node;
}

function inlineKey(message, key, y, x, bot, act) {
  const place = { tabindex: "-1", dataset: { y, x } };
  if (key.url && startPayload(key.url, bot) === null) {
    const link = { href: key.url, target: "_blank", rel: "noopener noreferrer" };
    return el("a.key", { ...link, ...place }, key.text, el("span.corner", { "aria-hidden": "true" }, "↗"));
  }
  const press = key.url
    ? () => act.start(startPayload(key.url, bot))
    : (event) => event.currentTarget.ariaBusy !== "true" && act.press(message, key, y, x);
  return el("button.key", { type: "button", onclick: press, ...place, dataset: { ...place.dataset, data: key.data ?? "" } }, key.text);
}

/** Marks the keys whose press waits for its answer. */
export function showWaiting(node, waiting) {
  for (const key of node.querySelectorAll("button.key")) {
    key.ariaBusy = String(key.dataset.data !== "" && waiting.has(key.dataset.data));
  }
}

/** The key at that place, or the one nearest to it. */
export function keyAt(node, y, x) {
  const rows = [...node.children];
  const row = rows[Math.min(y, rows.length - 1)];
  return row ? row.children[Math.min(x, row.children.length - 1)] : null;
}

function only(node, key) {
  for (const each of node.querySelectorAll(".key")) each.tabIndex = each === key ? 0 : -1;
}

function move(node, event) {
  const key = event.target.closest(".key");
  if (!key) return;
  const [y, x] = [Number(key.dataset.y), Number(key.dataset.x)];
  const place = { ArrowUp: [y - 1, x], ArrowDown: [y + 1, x], ArrowLeft: [y, x - 1], ArrowRight: [y, x + 1] }[event.key];
  if (!place) return;
  event.preventDefault();
  event.stopPropagation();
  if (place[0] >= 0 && place[1] >= 0) keyAt(node, ...place)?.focus();
}
