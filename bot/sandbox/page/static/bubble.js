/** One message as it looks. */

import { el, sign } from "./dom.js";
import { icon } from "./icons.js";
import { fragment } from "./markup.js";
import { fullName } from "./world.js";
import * as times from "./times.js";

export const COLOURS = 7;

/** The parts of a message but its inline keyboard. `shown` is {own, first, last, sender, replied}. */
export function bubble(message, shown, { world, act }) {
  const meta = [];
  if (message.pinned) meta.push(el("span", { title: "pinned" }, "📌 "));
  if (message.edited) meta.push("edited ");
  const date = new Date(message.date);
  meta.push(el("time", { datetime: message.date, title: times.date(date, world.zone) }, times.time(date, world.zone)));
  return el(
    "div.bubble",
    {},
    shown.sender && el(`div.sender.colour-${Math.abs(message.from_id) % COLOURS}`, {}, message.from_name),
    message.forwarded && el("div.forwarded", {}, `Forwarded from ${message.forwarded_from}`),
    shown.replied !== null && quote(message, shown.replied, act),
    content(message),
    message.text && el("div.text", {}, fragment(message.html, world.bot, act)),
    message.reactions && el("div.reactions", {}, message.reactions.join(" ")),
    el("div.meta", {}, ...meta),
    sign(".more", "⋯", "What to do with this message", (event) => act.menu(message, event.currentTarget), { tabindex: "-1" }),
  );
}

function quote(message, replied, act) {
  const words = el("span.quoted", {}, replied.words);
  return el(
    "button.reply",
    { type: "button", tabindex: "-1", onclick: () => act.jump(message.reply_to) },
    el("span.visually-hidden", {}, "In reply to "),
    el("span.quoted-name", {}, replied.name),
    words,
  );
}

function content(message) {
  const what = message.content || {};
  const file = message.file;
  switch (message.kind) {
    case "photo":
      return file && el("img.photo", { src: file.link, alt: message.text || "Photo" });
    case "document":
      return (
        file &&
        el(
          "a.document",
          { href: file.link, download: file.name },
          el("span.file-sign", { "aria-hidden": "true" }, icon("file")),
          el("span.file-name", {}, file.name),
          el("span.file-size", {}, size(file.size)),
        )
      );
    case "contact": {
      const name = [what.contact.first_name, what.contact.last_name].filter(Boolean).join(" ");
      return el("div.contact", {}, el("strong", {}, name), el("span", {}, what.contact.phone_number));
    }
    case "venue":
      return el("div.contact", {}, el("strong", {}, `📍 ${what.venue.title}`), el("span", {}, what.venue.address));
    case "location":
      return el("div.contact", {}, el("strong", {}, "📍 Location"), el("span", {}, `${what.location.latitude}, ${what.location.longitude}`));
    case "sticker":
      return el("div.sticker", {}, what.sticker?.emoji || "🙂");
    case "voice":
      return el("div.contact", {}, el("strong", {}, "🎤 Voice message"), el("span", {}, `${what.voice?.duration ?? 0} s`));
    default:
      return null;
  }
}

function size(bytes) {
  return bytes < 1024 ? `${bytes} B` : `${(bytes / 1024).toFixed(1)} KB`;
}

/** What a message is called in one line. */
export function summary(message) {
  if (!message) return "Deleted message";
  const names = { photo: "Photo", document: message.file?.name, contact: "Contact", location: "Location", sticker: "Sticker", voice: "Voice message" };
  return message.text.replace(/\s+/g, " ").slice(0, 80) || names[message.kind] || "Message";
}

/** What a service message says. */
export function serviceWords(message) {
  const what = message.content || {};
  const names = (users) => users.map(fullName).join(", ");
  if (what.new_chat_members) {
    const [joined] = what.new_chat_members;
    return joined.id === message.from_id ? `${message.from_name} joined the group` : `${message.from_name} added ${names(what.new_chat_members)}`;
  }
  if (what.left_chat_member) {
    const own = what.left_chat_member.id === message.from_id;
    return own ? `${message.from_name} left the group` : `${message.from_name} removed ${fullName(what.left_chat_member)}`;
  }
  if (what.migrate_to_chat_id || what.migrate_from_chat_id) return "The group is a supergroup now";
  if (what.pinned_message) return `${message.from_name} pinned a message`;
  return message.text || "Something happened";
}
