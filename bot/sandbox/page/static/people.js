/** New people. */

import { post } from "./api.js";
import { choice, field, fill } from "./dialogs.js";

const LANGUAGES = [
  ["en", "English"],
  ["de", "Deutsch"],
  ["fr", "Français"],
  ["pl", "Polski"],
  ["tr", "Türkçe"],
  ["uk", "Українська"],
];

/** Asks for somebody new and creates them, as a member of `chat` if one is given; null when it is left. */
export async function addPerson(title, chat = null) {
  const fields = [
    field("First name", "first_name", { required: true, maxlength: 64, autofocus: true }),
    field("Last name", "last_name", { maxlength: 64 }),
    choice("Language of their Telegram", "language_code", LANGUAGES),
    field("Phone", "phone", { type: "tel", pattern: "\\+[0-9 ]{7,20}", placeholder: "+49 151 12345678; empty: any", title: "With its country code: +49 …" }),
  ];
  const answer = await fill(title, fields, "Add");
  if (!answer) return null;
  const given = Object.entries(answer).filter(([, value]) => value.trim() !== "");
  const person = Object.fromEntries(given.map(([name, value]) => [name, value.trim()]));
  if (person.phone) person.phone = person.phone.replaceAll(" ", "");
  const user = await post("/users", person);
  if (chat) await post("/groups/member", { chat_id: chat.id, user_id: user.id, status: "member" });
  return user;
}
