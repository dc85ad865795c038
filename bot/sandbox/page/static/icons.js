/** Line drawings, so that the page looks the same whatever fonts there are. */

const SVG = "http://www.w3.org/2000/svg";
const PATHS = {
  attach: "M20 11.5 12.3 19a5 5 0 0 1-7-7.1l8-7.9a3.4 3.4 0 0 1 4.8 4.8l-8 7.9a1.7 1.7 0 0 1-2.4-2.4l7-7",
  keyboard: "M4 6.5h16a1 1 0 0 1 1 1v9a1 1 0 0 1-1 1H4a1 1 0 0 1-1-1v-9a1 1 0 0 1 1-1ZM7 10.5h.1M12 10.5h.1M17 10.5h.1M8 14.3h8",
  menu: "M4 7h16M4 12h16M4 17h16",
  more: "M12 5.5h.1M12 12h.1M12 18.5h.1",
  close: "M6 6l12 12M18 6 6 18",
  file: "M12 4v12M6.5 11 12 16.5 17.5 11M6 20h12",
};
const SEND = "M3.2 20.8 21.5 12 3.2 3.2 3 10l12 2-12 2Z";

export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  const path = document.createElementNS(SVG, "path");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", name === "send" ? "icon filled" : "icon");
  path.setAttribute("d", name === "send" ? SEND : PATHS[name]);
  svg.append(path);
  return svg;
}
