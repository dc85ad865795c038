/** What can be done with a message, and what else a person can send or open. */

import { post } from "./api.js";
import { choice, choose, confirm, field, fill } from "./dialogs.js";
import { el } from "./dom.js";
import { summary } from "./bubble.js";
import { fullName } from "./world.js";

/** The menu of a message. */
export function messageMenu(phone, message, anchor) {
  const own = message.from_id === phone.user.id;
  const keys = message.buttons.flat().filter((key) => key.data);
  const items = [
    ["Reply", () => phone.composer.reply(message)],
    own && message.kind === "text" && ["Edit", () => phone.composer.edit(message)],
    message.text && ["Copy text", () => navigator.clipboard?.writeText(message.text)],
    ["Forward…", () => forward(phone, message)],
    ["Press with other data…", () => forge(phone, message, keys)],
    ["Delete…", () => remove(phone, message), "danger"],
  ];
  return choose("What to do with this message", items, anchor);
}

async function remove(phone, message) {
  if (!(await confirm("Delete this message?", `“${summary(message)}” disappears for everybody in this chat.`, "Delete", { danger: true }))) return;
  await phone.attempt(() => post("/delete", { ...phone.place, message_id: message.message_id }));
}

async function forward(phone, message) {
  const { world, user } = phone;
  const chats = [...world.chats.values()].filter((chat) => chat.id === user.id || world.members(chat).includes(user));
  const named = chats.filter((chat) => !chat.migrated_to).map((chat) => [chat.id, chat.title || `${fullName(user)}’s chat with the bot`]);
  const keep = el("label.check", {}, el("input", { type: "checkbox", name: "keep", checked: true }), "Keep its buttons, which Telegram itself never does");
  const answer = await fill("Forward to", [choice("Chat", "chat", named), keep], "Forward");
  if (!answer) return;
  const body = { ...phone.place, message_id: message.message_id, to_chat_id: Number(answer.chat), keep_keyboard: Boolean(answer.keep) };
  await phone.attempt(() => post("/forward", body));
}

async function forge(phone, message, keys) {
  const id = `data-${message.message_id}`;
  const known = el("datalist", { id }, ...keys.map((key) => el("option", { value: key.data }, key.text)));
  const fields = [field("Callback data", "data", { required: true, list: id, value: keys[0]?.data ?? "" }), known];
  const answer = await fill("Press with other data", fields, "Press", "What a modified app can send: any data for any message.");
  if (answer) await phone.attempt(() => post("/forge", { ...phone.place, message_id: message.message_id, data: answer.data }));
}

/** Things to send that are not text. */
export function attachMenu(phone, anchor) {
  const send = (what, body = {}) => phone.attempt(() => post(`/send/${what}`, { ...phone.place, ...body }));
  const items = [
    ["Photo or file…", () => pick(send)],
    ["Location", () => send("location")],
    ["Sticker", () => send("sticker")],
    ["Voice message", () => send("voice")],
    ["Two photos at once", () => send("album")],
    ["Somebody else’s contact", () => send("contact", { first_name: "Somebody", phone_number: "+12025550199" })],
  ];
  return choose("Attach", items, anchor);
}

function pick(send) {
  const input = el("input", { type: "file" });
  input.addEventListener("change", async () => {
    const [file] = input.files;
    const bytes = new Uint8Array(await file.arrayBuffer());
    const data = btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
    if (file.type.startsWith("image/")) send("photo", { data });
    else send("document", { data, name: file.name });
  });
  input.click();
}

/** The menu in the phone's head. */
export function chatMenu(phone, anchor) {
  const blocked = phone.user.blocked;
  const isPrivate = phone.chatId === phone.user.id;
  const items = [
    isPrivate && ["Open a start link…", () => openLink(phone)],
    isPrivate && [blocked ? "Unblock the bot" : "Block the bot", () => phone.block(!blocked), blocked ? "" : "danger"],
    ["To the last message", () => phone.list.toEnd()],
  ];
  return choose("This chat", items, anchor);
}

async function openLink(phone) {
  const link = field(`t.me/${phone.world.bot.username}?start=`, "payload", { maxlength: 64, pattern: "[A-Za-z0-9_\\-]*" });
  const answer = await fill("Open a start link", [link], "Open", "As somebody does who taps such a link or scans its code.");
  if (answer) phone.offerStart(answer.payload);
}

/** Shares the own phone number, after Telegram's question. */
export async function shareContact(phone, key) {
  const words = `${phone.world.bot.first_name} will see your phone number ${phone.user.phone}.`;
  if (!(await confirm("Share your phone number with the bot?", words, "Share"))) return;
  await phone.attempt(() => post("/keyboard", { ...phone.place, text: key.text }));
}
