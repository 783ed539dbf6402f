// The points of a stream's chart: where they lie, which of them make one line, which are in doubt.
import { doubts } from "./reading.js";

/** How long a value of each kind stands for, in milliseconds. */
export const LENGTHS = { value: 0, hour: 3_600_000, day: 86_400_000 };

const plain = (/** @type {any} */ value) => (typeof value === "number" ? value : typeof value === "boolean" ? Number(value) : NaN);

/** The points of a series: where, how high, and for a roll-up from what to what. */
export function points(/** @type {import("./series.js").Series} */ one) {
  const shift = LENGTHS[one.per] / 2;
  return one.times.map((time, i) => ({
    i, time, x: time + shift, y: one.per === "value" ? plain(one.values[i]) : one.mean[i] ?? NaN,
    low: one.per === "value" ? NaN : one.min[i] ?? NaN, high: one.per === "value" ? NaN : one.max[i] ?? NaN,
    doubt: one.doubts.has(i) && doubts(one.doubts.get(i)).length > 0,
  }));
}

/** Points with a number; all of them where a stream says words. */
export function readable(/** @type {any[]} */ all) {
  const numbers = all.filter((point) => Number.isFinite(point.y));
  return numbers.length ? numbers : all;
}

/** How long a pause is a gap. */
export function gapOf(/** @type {import("./series.js").Series} */ one) {
  if (one.per !== "value") return LENGTHS[one.per] * 1.5;
  const gaps = [];
  for (let i = 1; i < one.times.length; i++) gaps.push(one.times[i] - one.times[i - 1]);
  gaps.sort((a, b) => a - b);
  return gaps.length ? Math.max(2000, 3 * gaps[gaps.length >> 1]) : Infinity;
}

/** Runs of points without a gap. */
export function runs(/** @type {any[]} */ all, /** @type {number} */ gap) {
  const found = /** @type {any[][]} */ ([]);
  let before = /** @type {any} */ (null);
  for (const one of all) {
    if (!Number.isFinite(one.y)) { before = null; continue; }
    if (before && one.time - before.time <= gap) found[found.length - 1].push(one); else found.push([one]);
    before = one;
  }
  return found;
}
