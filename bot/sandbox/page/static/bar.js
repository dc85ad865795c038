/** The bar above the phones: the clock, trouble on purpose, what the bot's process does, the theme. */

import { post } from "./api.js";
import { button, el, memory, sign } from "./dom.js";
import { fullName } from "./world.js";
import * as times from "./times.js";

const HOUR = 3600;
const FLOOD_SECONDS = 5;
const THEMES = { auto: "◐", light: "☀", dark: "☾" };

export function bar(world, phones, log) {
  const said = el("span.said", { role: "status" });
  const say = (words) => {
    said.textContent = words;
    setTimeout(() => said.textContent === words && (said.textContent = ""), 6000);
  };
  const logButton = button(".tool", "Log", () => log.toggle(), { "aria-pressed": "false" });
  log.addEventListener("toggle", () => logButton.setAttribute("aria-pressed", String(log.open)));
  logButton.setAttribute("aria-pressed", String(log.open));
  return [
    el("h1", {}, el("img", { src: "/page/icon.svg", alt: "", width: "28", height: "28" }), el("span", {}, "The front desk")),
    clock(world, say),
    el("div.tools", {}, said, process(world), trouble(world, phones, say), logButton, theme()),
  ];
}

// -- the clock ------------------------------------------------------------------------------------

function clock(world, say) {
  const weekday = el("span.weekday", {});
  const day = el("span", {});
  const time = el("span.time", {});
  const zone = el("span.zone", {});
  const shown = el("time.now", { title: "The bot’s now, in the clinic’s zone" }, weekday, day, time, zone);
  const show = () => {
    const now = world.now();
    shown.dateTime = now.toISOString();
    const [name, ...rest] = times.date(now, world.zone).split(", ");
    weekday.textContent = `${name}, `;
    day.textContent = rest.join(", ");
    time.textContent = times.seconds(now, world.zone);
    zone.textContent = world.zone.split("/").at(-1).replaceAll("_", " ");
  };
  setInterval(show, 1000);
  world.addEventListener("clock", show);
  world.addEventListener("people", show);
  show();
  const move = (words, act) => {
    const made = button(".tool", words, async () => {
      made.ariaBusy = "true";
      made.disabled = true;
      try {
        await act();
      } catch (refusal) {
        say(refusal.message);
      }
      made.disabled = false;
      made.ariaBusy = "false";
      made.focus();
    });
    return made;
  };
  const advance = (by) => async () => {
    const { followed } = await post("/clock", { advance_seconds: by });
    if (!followed) say("The bot has not followed the clock.");
  };
  const words = [el("span.long", {}, "To the next "), "reminder"];
  const reminder = move(words, async () => {
    const { moved } = await post("/demo/next-reminder");
    if (!moved) say("No reminder is planned.");
  });
  const supervised = () => {
    reminder.hidden = !world.demo.supervised;
  };
  world.addEventListener("state", supervised);
  supervised();
  const buttons = [move("+1 h", advance(HOUR)), move("+1 day", advance(24 * HOUR)), reminder];
  return el("div.clock", { role: "group", "aria-label": "The clock" }, shown, ...buttons);
}

// -- the bot's process ----------------------------------------------------------------------------

function process(world) {
  const words = el("span", {});
  const node = el("span.process", { title: "The bot’s process" }, el("span.dot", { "aria-hidden": "true" }), words);
  const show = () => {
    const faults = [!world.state.network_up && "network down", ...world.state.faults.map((fault) => (fault.kind === "too_many_requests" ? "429" : fault.kind))];
    const trouble = faults.filter(Boolean).join(", ");
    const state = world.connected ? `bot ${world.demo.bot}` : "not connected";
    node.dataset.state = !world.connected || world.demo.bot === "stopped" ? "stopped" : trouble ? "trouble" : world.demo.bot;
    words.textContent = trouble ? `${state} · ${trouble}` : state;
  };
  world.addEventListener("state", show);
  world.addEventListener("connection", show);
  show();
  return node;
}

// -- trouble --------------------------------------------------------------------------------------

function trouble(world, phones, say) {
  const attempt = async (act) => {
    try {
      await act();
    } catch (refusal) {
      say(refusal.message);
    }
  };
  const network = toggle("Network down", (on) => attempt(() => post("/network", { up: !on })));
  const flood = button("", `Telegram answers 429 for ${FLOOD_SECONDS} s`, async () => {
    flood.disabled = true;
    await attempt(() => post("/faults", { kind: "too_many_requests", seconds: FLOOD_SECONDS }));
    setTimeout(() => {
      flood.disabled = false;
      world.refreshState();
    }, FLOOD_SECONDS * 1000 + 100);
  });
  const kill = button(".danger", "Kill the bot now and restart it", async () => {
    kill.disabled = true;
    await attempt(() => post("/demo/restart"));
    kill.disabled = false;
  });
  const blocks = phones.map((phone) => {
    const made = toggle("", (on) => attempt(() => post("/users/block", { user_id: phone.user.id, blocked: on })));
    made.phone = phone;
    return made;
  });
  const show = () => {
    network.input.checked = !world.state.network_up;
    kill.hidden = !world.demo.supervised;
    for (const { phone, node, input, words } of blocks) {
      node.hidden = !phone.user;
      if (!phone.user) continue;
      words.textContent = `${fullName(phone.user)} blocks the bot`;
      input.checked = phone.user.blocked;
    }
  };
  world.addEventListener("state", show);
  world.addEventListener("people", () => queueMicrotask(show));
  const panel = el("div.panel", {}, ...blocks.map(({ node }) => node), network.node, flood, kill);
  const details = el("details.trouble", { ontoggle: show }, el("summary.tool", {}, "Trouble"), panel);
  details.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    details.open = false;
    details.firstChild.focus();
  });
  document.addEventListener("pointerdown", (event) => {
    if (!details.contains(event.target)) details.open = false;
  });
  return details;
}

function toggle(words, act) {
  const input = el("input", { type: "checkbox", role: "switch", onchange: () => act(input.checked) });
  const label = el("span", {}, words);
  return { input, words: label, node: el("label.switch", {}, input, label) };
}

// -- the theme ------------------------------------------------------------------------------------

function theme() {
  const names = Object.keys(THEMES);
  let chosen = memory.get("theme", "auto");
  const made = sign(".tool.theme", "", "", () => {
    chosen = names[(names.indexOf(chosen) + 1) % names.length];
    memory.set("theme", chosen);
    show();
  });
  const show = () => {
    if (chosen === "auto") delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = chosen;
    made.firstChild.textContent = THEMES[chosen];
    made.setAttribute("aria-label", `Theme: ${chosen}`);
    made.title = `Theme: ${chosen}`;
  };
  show();
  return made;
}
