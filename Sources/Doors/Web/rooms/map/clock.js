// The moments of a field, said as people say them: the city's own hour, or how long after the beginning when the field
// tells no date.
import { store } from "../../core/store.js";
import { t, unit } from "../../core/i18n.js";

/** Fields that tell no date count from 1970; no city's water is as old as that. */
const DATED = Date.UTC(1971, 0, 1);

/** @type {Map<string, Intl.DateTimeFormat>} */
const formats = new Map();

function format(/** @type {Intl.DateTimeFormatOptions} */ options) {
  const key = `${store.lang} ${store.city.timeZone} ${JSON.stringify(options)}`;
  let found = formats.get(key);
  if (!found) {
    try { found = new Intl.DateTimeFormat(store.lang, { ...options, timeZone: store.city.timeZone, hourCycle: "h23" }); } catch {
      found = new Intl.DateTimeFormat(store.lang, { ...options, hourCycle: "h23" });
    }
    formats.set(key, found);
  }
  return found;
}

/** How long after the beginning: 2 h 30. */
export function elapsed(/** @type {number} */ time) {
  const minutes = Math.round(time / 60000);
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
  return `${hours} ${unit("h")}${rest ? ` ${String(rest).padStart(2, "0")}` : ""}`;
}

/** Whether a moment has a date, or counts from the beginning. */
export const isDated = (/** @type {number} */ time) => time >= DATED;

/** Traffic without a date counts the hours of a day. */
const isOfDay = (model = store.field?.model) => model === "traffic";

/** An hour of the day: 08:00. */
export const hourOfDay = (/** @type {number} */ time) => (isDated(time) ? hour(time)
  : `${String(Math.floor(time / 3600000)).padStart(2, "0")}:${String(Math.round(time / 60000) % 60).padStart(2, "0")}`);

/** A moment in full; of the field on the map, where no other model is named. */
export const moment = (/** @type {number} */ time, model = store.field?.model) => (isDated(time)
  ? format({ weekday: "short", day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" }).format(time)
  : isOfDay(model) ? hourOfDay(time) : t("time.after", { time: elapsed(time) }));

/** A moment beside others, the hour alone. */
export const hour = (/** @type {number} */ time) => (isDated(time) ? format({ hour: "2-digit", minute: "2-digit" }).format(time) : isOfDay() ? hourOfDay(time) : `+${elapsed(time)}`);

/** A moment in two short lines: the city's clock when it is known, and how long after the beginning. */
export const twoLines = (/** @type {number} */ time, /** @type {number} */ start) => (isDated(time)
  ? [format({ weekday: "short", day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" }).format(time), `+${elapsed(time - start)}`]
  : [isOfDay() ? hourOfDay(time) : `+${elapsed(time)}`, ""]);

/** A local day and hour, as a scenario has it. */
export function day(/** @type {string} */ text) {
  const time = Date.parse(`${text.replace(" ", "T")}Z`);
  return Number.isNaN(time) ? text
    : new Intl.DateTimeFormat(store.lang, { dateStyle: "medium", timeStyle: "short", timeZone: "UTC", hourCycle: "h23" }).format(time);
}
