/** Small help with the DOM. Nothing here ever takes HTML from a string. */

/** `el("button.primary", {type: "button", onclick}, "Text", node)`: properties starting with "on" are listeners. */
export function el(name, properties = {}, ...children) {
  const [tag, ...classes] = name.split(".");
  const node = document.createElement(tag);
  node.classList.add(...classes);
  for (const [key, value] of Object.entries(properties)) {
    if (value === undefined || value === null || value === false) continue;
    if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
    else if (key === "dataset") Object.assign(node.dataset, value);
    else node.setAttribute(key, value === true ? "" : value);
  }
  node.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

export function button(name, text, onclick, properties = {}) {
  return el(`button${name}`, { type: "button", onclick, ...properties }, ...[text].flat());
}

/** A button that shows a sign and is read as `label`. */
export function sign(name, symbol, label, onclick, properties = {}) {
  const shown = el("span", { "aria-hidden": "true" }, symbol);
  return el(`button${name}`, { type: "button", onclick, "aria-label": label, title: label, ...properties }, shown);
}

/** Calls `work` soon after it was asked for: once for many askings, never twice at a time. */
export function soon(work, milliseconds = 20) {
  let timer = 0;
  let running = false;
  let again = false;
  const ask = () => {
    if (running) again = true;
    else timer ||= setTimeout(run, milliseconds);
  };
  const run = async () => {
    timer = 0;
    running = true;
    try {
      await work();
    } finally {
      running = false;
      if (again) {
        again = false;
        ask();
      }
    }
  };
  return ask;
}

/** Makes `parent` hold exactly these children in this order and leaves alone what stands where it should. */
export function arrange(parent, children) {
  const wanted = new Set(children);
  for (const child of [...parent.childNodes]) if (!wanted.has(child)) child.remove();
  let place = parent.firstChild;
  for (const child of children) {
    if (child === place) place = place.nextSibling;
    else parent.insertBefore(child, place);
  }
}

/** What the page itself remembers (never what was said: that is the server's). */
export const memory = {
  get: (name, fallback = null) => {
    try {
      return JSON.parse(localStorage.getItem(`vetbot.${name}`)) ?? fallback;
    } catch {
      return fallback;
    }
  },
  set: (name, value) => {
    try {
      localStorage.setItem(`vetbot.${name}`, JSON.stringify(value));
    } catch {
      // A browser that remembers nothing still shows everything.
    }
  },
};
