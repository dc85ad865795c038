/** Moments as the clinic's clock shows them. */

const made = new Map();

function format(zone, name, options) {
  const key = `${zone} ${name}`;
  if (!made.has(key)) made.set(key, new Intl.DateTimeFormat("en-GB", { timeZone: zone, ...options }));
  return made.get(key);
}

export const time = (moment, zone) => format(zone, "time", { hour: "2-digit", minute: "2-digit" }).format(moment);

export const seconds = (moment, zone) =>
  format(zone, "seconds", { hour: "2-digit", minute: "2-digit", second: "2-digit" }).format(moment);

export const day = (moment, zone) => format(zone, "day", { day: "numeric", month: "long" }).format(moment);

export const date = (moment, zone) =>
  format(zone, "date", { weekday: "short", day: "numeric", month: "short", year: "numeric" }).format(moment);
