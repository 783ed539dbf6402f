// How times of trips are counted: sorted, cut into bins of a width that reads well. Plain functions.

const BINS = 12;

/** The value that a share of some sorted numbers lies below. */
export const quantile = (/** @type {ArrayLike<number>} */ sorted, /** @type {number} */ share) =>
  (sorted.length ? sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] : NaN);

/** Sorted, without those that have none. */
export const known = (/** @type {ArrayLike<number>} */ values) => Float32Array.from(Array.from(values).filter(Number.isFinite)).sort();

/** A width of bins that reads well, so that few trips lie beyond the last. */
export function binWidth(/** @type {Float32Array[]} */ sides) {
  const most = Math.max(1, ...sides.map((side) => quantile(side, 0.98) || 0));
  return [0.5, 1, 2, 5, 10, 15, 30, 60, 120, 240].find((width) => width * BINS >= most) ?? most / BINS;
}

/** The share of the trips in each bin; the last takes all that is longer. */
export function shares(/** @type {Float32Array} */ sorted, /** @type {number} */ width) {
  const counts = new Array(BINS).fill(0);
  for (const value of sorted) counts[Math.min(BINS - 1, Math.floor(value / width))] += 1;
  return counts.map((count) => (sorted.length ? count / sorted.length : 0));
}
