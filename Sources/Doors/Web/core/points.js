// Which point of a chart is meant by a place on it. Plain functions.

/** The point that is nearest across; points stand in order from left to right. */
export function columnAt(/** @type {{count: number, at: (place: number) => number[]}} */ { count, at }, /** @type {number} */ x) {
  if (count === 0 || !Number.isFinite(x)) return -1;
  let [low, high] = [0, count - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (at(middle)[0] < x) low = middle + 1; else high = middle;
  }
  return low > 0 && x - at(low - 1)[0] < at(low)[0] - x ? low - 1 : low;
}

/**
 * The point of a cloud that is nearest on the screen, within `reach` pixels; -1 where none is.
 * @param {{count: number, at: (place: number) => number[]}} points
 * @param {number[]} to  a place of the axes
 * @param {number[]} pixels  how many pixels one of each axis spans
 */
export function nearest({ count, at }, to, pixels, reach = 24) {
  let found = -1;
  let least = reach * reach;
  for (let place = 0; place < count; place++) {
    const [x, y] = at(place);
    const away = ((x - to[0]) * pixels[0]) ** 2 + ((y - to[1]) * pixels[1]) ** 2;
    if (away <= least) { least = away; found = place; }
  }
  return found;
}

/** A step that reads well, so that about `count` of them reach `most`. */
export function roundStep(/** @type {number} */ most, count = 4, factors = [1, 2, 2.5, 5, 10]) {
  const raw = most / count;
  if (!(raw > 0)) return 1;
  const scale = 10 ** Math.floor(Math.log10(raw));
  return (factors.find((factor) => factor * scale >= raw * 0.999) ?? 10) * scale;
}

/** Digits after the point that a step has: 0.25 has two. */
export function digitsOf(/** @type {number} */ step) {
  for (let digits = 0; digits < 9; digits++) if (Math.abs(step * 10 ** digits - Math.round(step * 10 ** digits)) < 1e-6 * step * 10 ** digits) return digits;
  return 9;
}

/** Both ends of an axis on round steps around some values; values that are all one get room on both sides. */
export function roundEnds(/** @type {number} */ low, /** @type {number} */ high, count = 4, factors = [1, 2, 2.5, 5, 10]) {
  let [from, to] = [low, high];
  if (!Number.isFinite(from) || !Number.isFinite(to)) [from, to] = [0, 1];
  if (to - from < 1e-9 * Math.max(1, Math.abs(to))) {
    const pad = Math.abs(to) > 0 ? Math.abs(to) * 0.1 : 1;
    if (from !== 0) from -= pad;
    to += pad;
  }
  const step = roundStep(to - from, count, factors);
  const clean = (/** @type {number} */ value) => Number(value.toPrecision(12));
  return { from: clean(Math.floor(from / step + 1e-9) * step), to: clean(Math.ceil(to / step - 1e-9) * step), step: clean(step), digits: digitsOf(step) };
}
