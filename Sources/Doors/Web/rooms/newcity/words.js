// What New city says of files, as plain values: sizes, colours of placements, remarks in the reader's language.

/** Colours of placements, told apart also without seeing red or green (Okabe and Ito). */
export const COLOURS = ["#0072b2", "#e69f00", "#d55e00", "#009e73", "#cc79a7", "#56b4e9", "#8a7a00", "#666666"];

/** What a file may be, in the order they are offered. */
export const KINDS = ["map", "boundary", "terrain", "zones", "sheet", "population", "buildings", "parcels", "places", "land"];

/** A size as people read it; `number` writes the figure. */
export function size(/** @type {number} */ bytes, /** @type {(value: number, digits: number) => string} */ number) {
  if (bytes < 1000) return `${number(bytes, 0)} B`;
  if (bytes < 1_000_000) return `${number(bytes / 1000, 0)} kB`;
  if (bytes < 1_000_000_000) return `${number(bytes / 1_000_000, bytes < 10_000_000 ? 1 : 0)} MB`;
  return `${number(bytes / 1_000_000_000, 1)} GB`;
}

/** A distance as people read it. */
export function distance(/** @type {number} */ metres, /** @type {(value: number, digits: number) => string} */ number) {
  return metres < 950 ? `${number(Math.round(metres / 10) * 10, 0)} m` : `${number(metres / 1000, metres < 20_000 ? 1 : 0)} km`;
}

/**
 * A remark of the server in the reader's language, or in the server's own sentence.
 * @param {{code: string, sentence: string, words: Record<string, string>}} remark
 * @param {string} group which words it is of: because, problem, obstacle
 * @param {{has: (key: string) => boolean, t: (key: string, values?: any) => string}} words
 */
export function said(remark, group, { has, t }) {
  const key = `newcity.${group}.${remark.code}`;
  if (!has(key)) return remark.sentence;
  const values = { ...remark.words };
  if (values.kind && has(`newcity.kind.${values.kind}`)) values.kind = t(`newcity.kind.${values.kind}`);
  return t(key, values);
}

/** The box around all positions of some placements: west, south, east, north; nothing where there is none. */
export function boxOf(/** @type {any[]} */ features) {
  let box = /** @type {number[]|null} */ (null);
  const walk = (/** @type {any} */ part) => {
    if (typeof part[0] !== "number") { part.forEach(walk); return; }
    const [x, y] = part;
    box = box ? [Math.min(box[0], x), Math.min(box[1], y), Math.max(box[2], x), Math.max(box[3], y)] : [x, y, x, y];
  };
  for (const { geometry } of features) walk(geometry.coordinates);
  return box;
}

/** The files of a drop or of a picker, without those the system hides. */
export const usable = (/** @type {Iterable<File>} */ files) => [...files].filter(({ name, size: bytes }) => !name.startsWith(".") && bytes > 0);
