// Moments in the city's own time, to the second; and lines for the axis of a chart that reaches from seconds to years.
import { store } from "../../core/store.js";

/** @type {Map<string, Intl.DateTimeFormat>} */
const formats = new Map();

function format(/** @type {Intl.DateTimeFormatOptions} */ options, lang = store.lang) {
  const key = `${lang} ${store.city?.timeZone} ${JSON.stringify(options)}`;
  let found = formats.get(key);
  if (!found) {
    try { found = new Intl.DateTimeFormat(lang, { ...options, timeZone: store.city?.timeZone, hourCycle: "h23" }); } catch {
      found = new Intl.DateTimeFormat(lang, { ...options, hourCycle: "h23" });
    }
    formats.set(key, found);
  }
  return found;
}

const DAY = 86_400_000;
const CLOCK = /** @type {const} */ ({ hour: "2-digit", minute: "2-digit" });

/** A moment in full; with its seconds unless it stands on a whole minute. */
export const moment = (/** @type {number} */ time) => (Number.isFinite(time)
  ? format({ weekday: "short", day: "numeric", month: "short", year: "numeric", ...CLOCK, ...(time % 60_000 ? { second: "2-digit" } : {}) }).format(time) : "–");

/** A day, or the hour that begins at a moment: what a value of many stands for. */
export const spanText = (/** @type {number} */ time, /** @type {"hour"|"day"} */ per) => (per === "day"
  ? format({ weekday: "short", day: "numeric", month: "short", year: "numeric" }).format(time + DAY / 2)
  : `${moment(time)} – ${format(CLOCK).format(time + 3_600_000)}`);

/** The first and the last moment of a chart, as its title says them. */
export const rangeText = (/** @type {number} */ from, /** @type {number} */ to) => (to - from < 2 * DAY
  ? format({ day: "numeric", month: "short", ...CLOCK, ...(to - from < 600_000 ? { second: "2-digit" } : {}) }).formatRange(from, to)
  : format({ day: "numeric", month: "short", year: "numeric" }).formatRange(from, to));

/** Milliseconds the city's clock is ahead of UTC at a moment. */
export function offsetAt(/** @type {number} */ time) {
  const parts = Object.fromEntries(format({ year: "numeric", month: "numeric", day: "numeric", hour: "numeric", minute: "numeric", second: "numeric" }, "en").formatToParts(time).map(({ type, value }) => [type, Number(value)]));
  return Date.UTC(parts.year, parts.month - 1, parts.day, parts.hour, parts.minute, parts.second) - Math.floor(time / 1000) * 1000;
}

const STEPS = [1, 2, 5, 10, 15, 30].map((n) => n * 1000)
  .concat([1, 2, 5, 10, 15, 30].map((n) => n * 60_000), [1, 2, 3, 6, 12].map((n) => n * 3_600_000), [1, 2, 4, 7, 14].map((n) => n * DAY));
const MONTHS = [1, 2, 3, 6, 12, 24, 60, 120];

/**
 * Where lines stand between two moments, about `count` of them, on round local times, and what is written there.
 * @returns {{time: number, text: string, isMain: boolean}[]}
 */
export function ticks(/** @type {number} */ from, /** @type {number} */ to, /** @type {number} */ count) {
  const wanted = (to - from) / count;
  const step = STEPS.find((one) => one >= wanted);
  const found = [];
  // The offset is taken at each line, so that hours stay round when clocks are changed.
  const universal = (/** @type {number} */ local) => { const guess = local - offsetAt(local); return local - offsetAt(guess); };
  if (step) {
    const offset = offsetAt(from);
    for (let local = Math.ceil((from + offset) / step) * step; found.length < 40; local += step) {
      const time = step < 3_600_000 ? local - offset : universal(local);
      if (time > to) break;
      const isDay = local % DAY === 0;
      const text = isDay || step >= DAY ? format({ day: "numeric", month: "short" }).format(time + 1)
        : format({ ...CLOCK, ...(step < 60_000 ? { second: "2-digit" } : {}) }).format(time);
      found.push({ time, text, isMain: isDay && step < DAY });
    }
    return found;
  }
  const months = MONTHS.find((one) => one * 30.4 * DAY >= wanted) ?? 120;
  const first = new Date(from + offsetAt(from));
  let month = Math.ceil((first.getUTCFullYear() * 12 + first.getUTCMonth()) / months) * months;
  for (; found.length < 40; month += months) {
    const time = universal(Date.UTC(Math.floor(month / 12), month % 12, 1));
    if (time > to) break;
    if (time < from) continue;
    const isYear = month % 12 === 0;
    found.push({ time, text: format(isYear ? { year: "numeric" } : { month: "short" }).format(time + DAY), isMain: isYear && months < 12 });
  }
  return found;
}
