/** Puts the page together: two phones, the bar, the log. */

import { bar } from "./bar.js";
import { button, el, memory } from "./dom.js";
import { Log } from "./log.js";
import { Phone } from "./phone.js";
import { World } from "./world.js";

const NARROW = matchMedia("(max-width: 759px)");

const world = new World();

const staff = () => world.members(world.clinic);

function owners() {
  const clinic = new Set(staff());
  const named = world.demo.owner_ids.map((id) => world.users.get(id)).filter(Boolean);
  const others = [...world.users.values()].filter((user) => !clinic.has(user) && !named.includes(user));
  return [...named, ...others].filter((user) => !user.deactivated);
}

const phones = [
  new Phone(world, {
    name: "owner",
    title: "Owner",
    adds: "+ owner",
    people: owners,
    home: (user) => world.chats.get(user.id),
    joins: () => null,
  }),
  new Phone(world, {
    name: "clinic",
    title: "Clinic",
    adds: "+ colleague",
    people: staff,
    home: () => world.clinic,
    joins: () => world.clinic,
  }),
];

const tabs = phones.map((phone) =>
  button(".tab", phone.title, () => show(phone), { role: "tab", id: `tab-${phone.name}`, "aria-controls": phone.node.id }),
);
const tablist = el("div.tabs", { role: "tablist", "aria-label": "Phones" }, ...tabs);
tablist.addEventListener("keydown", (event) => {
  if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return;
  const other = tabs[1 - tabs.indexOf(document.activeElement)];
  other.focus();
  other.click();
});

function show(chosen) {
  memory.set("tab", chosen.name);
  phones.forEach((phone, index) => {
    const selected = phone === chosen;
    tabs[index].setAttribute("aria-selected", String(selected));
    tabs[index].tabIndex = selected ? 0 : -1;
    phone.node.classList.toggle("chosen", selected);
    if (NARROW.matches) {
      phone.node.setAttribute("role", "tabpanel");
      phone.node.setAttribute("aria-labelledby", tabs[index].id);
    } else {
      phone.node.removeAttribute("role");
      phone.node.removeAttribute("aria-labelledby");
    }
    if (phone.visible) phone.seen();
  });
}

function chosen() {
  return phones.find((phone) => phone.name === memory.get("tab")) || phones[0];
}

phones.forEach((phone, index) =>
  phone.addEventListener("unread", () => {
    const count = phone.unread;
    tabs[index].replaceChildren(phone.title, ...(count ? [el("span.badge", { "aria-label": `, ${count} new` }, String(count))] : []));
  }),
);

const log = new Log(world, document.getElementById("log"));
document.getElementById("phones").append(tablist, ...phones.map((phone) => phone.node));
document.getElementById("bar").append(...bar(world, phones, log));
show(chosen());
NARROW.addEventListener("change", () => show(chosen()));

/** The link of the page may carry ?start=…, as those to the bot do. */
world.addEventListener(
  "everything",
  () => {
    document.documentElement.dataset.ready = "true";
    const here = new URL(location.href);
    const payload = here.searchParams.get("start");
    if (payload === null || !phones[0].user) return;
    here.searchParams.delete("start");
    history.replaceState(null, "", here);
    phones[0].offerStart(payload);
  },
  { once: true },
);

world.connect();
