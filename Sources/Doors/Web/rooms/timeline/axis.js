// The moments the timeline can stand at, in one row: the past by even steps, now, then those of the run that is looked at. Plain values; nothing of the page.

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** How far back the past reaches, and its steps, in milliseconds. */
export const WINDOWS = [
  { name: "day", length: DAY, step: HOUR / 2 },
  { name: "week", length: 7 * DAY, step: 3 * HOUR },
  { name: "month", length: 30 * DAY, step: DAY / 2 },
  { name: "year", length: 365 * DAY, step: 7 * DAY },
  { name: "decade", length: 3650 * DAY, step: 60 * DAY },
];

/** The window wanted, or the first longer one that reaches back to a moment. */
export function windowOf(/** @type {string} */ name, /** @type {number} */ now, /** @type {number|null} */ asOf) {
  const from = Math.max(0, WINDOWS.findIndex((one) => one.name === name));
  return WINDOWS.slice(from).find((one) => asOf === null || now - asOf <= one.length) ?? WINDOWS[WINDOWS.length - 1];
}

/**
 * @typedef {{zone: "past"|"now"|"run", time: number, moment: number}} Point  `moment` is the run's, -1 elsewhere.
 * @param {{now: number|null, span: {length: number, step: number}, offset: number, times: number[]}} given  `now` is null where nothing is live;
 *   `offset` is what the city's clock is ahead of UTC, so that steps fall on its round hours.
 * @returns {Point[]}
 */
export function pointsOf({ now, span, offset, times }) {
  /** @type {Point[]} */
  const points = [];
  if (now !== null) {
    const first = Math.ceil((now - span.length + offset) / span.step) * span.step - offset;
    for (let time = first; time < now; time += span.step) points.push({ zone: "past", time, moment: -1 });
    points.push({ zone: "now", time: now, moment: -1 });
  }
  times.forEach((time, moment) => points.push({ zone: "run", time, moment }));
  return points;
}

/** The place of the moment that is shown: the run's, else that of the past, else now. */
export function placeOf(/** @type {Point[]} */ points, /** @type {number|null} */ moment, /** @type {number|null} */ asOf) {
  if (moment !== null) return points.findIndex((one) => one.zone === "run" && one.moment === moment);
  const now = points.findIndex((one) => one.zone === "now");
  if (asOf === null || now < 0) return Math.max(0, now);
  let best = now;
  for (let place = 0; place < now; place++) if (best === now || Math.abs(points[place].time - asOf) < Math.abs(points[best].time - asOf)) best = place;
  return best;
}

/** The place a step leads to, from the handle or, in the past, from the exact moment: null where there is none. */
export function stepFrom(/** @type {Point[]} */ points, /** @type {number} */ place, /** @type {number} */ by) {
  const next = place + by;
  return next >= 0 && next < points.length ? next : null;
}

/** Where time leads by itself: on to the end, and from there to the run's beginning; through the past it ends at now. */
export function nextOf(/** @type {Point[]} */ points, /** @type {number} */ place, isBegun = false) {
  const last = points.length - 1;
  if (place < last) return points[place].zone === "now" && isBegun ? null : place + 1;
  if (points[last].zone === "run") return points.findIndex((one) => one.zone === "run");
  return isBegun || last === 0 ? null : 0;
}
