// The moments of a field, said as people say them: the city's own hour, or how long after the beginning when the field
// tells no date.
import { store } from "../../core/store.js";
import { t } from "../../core/i18n.js";

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

const elapsed = (/** @type {number} */ time) => {
  const minutes = Math.round(time / 60000);
  return `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, "0")}`;
};

/** A moment in full. */
export function moment(/** @type {number} */ time) {
  return time < DATED ? t("time.after", { time: elapsed(time) })
    : format({ weekday: "short", day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" }).format(time);
}

/** A moment beside others, the hour alone. */
export const hour = (/** @type {number} */ time) => (time < DATED ? elapsed(time) : format({ hour: "2-digit", minute: "2-digit" }).format(time));
