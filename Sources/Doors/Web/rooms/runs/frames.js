// The numbers of a run's fields: fetched a moment at a time, the one looked at first, and kept while there is room.
import { bytes, get } from "../../core/api.js";

/** Bytes of moments kept; a town's flood by the quarter hour at 10 m has about 30 MB a side. */
const ROOM = 160e6;

/**
 * One side of a field: a run's, or its baseline's.
 * @typedef {{base: string, about: any, times: number[], moments: Map<number, Promise<any>>}} Side
 */

/** @type {Map<string, Promise<Side|null>>} */
const sides = new Map();
/** What is kept, the oldest first. @type {{side: Side, moment: number, size: number}[]} */
let kept = [];
let size = 0;

/** A side of a field, described; nothing when the run has no such field. */
export function open(/** @type {string} */ run, /** @type {string} */ name) {
  const base = `runs/${run}/fields/${encodeURIComponent(name)}`;
  let side = sides.get(base);
  if (!side) {
    side = describe(base);
    side.catch(() => { sides.delete(base); });
    sides.set(base, side);
  }
  return side;
}

async function describe(/** @type {string} */ base) {
  let about;
  try { about = await get(`${base}.json`); } catch (error) {
    // Without what was changed a model may have nothing to say: no water anywhere, say.
    if (/** @type {any} */ (error).status === 404) return null;
    throw error;
  }
  const times = about.times?.length ? about.times : [0];
  return { base, about, times, moments: new Map() };
}

/** The values of one moment as numbers; "none" is NaN. */
export async function values(/** @type {Side} */ side, /** @type {number} */ moment) {
  return decode(side, await raw(side, moment));
}

function raw(/** @type {Side} */ side, /** @type {number} */ moment) {
  let data = side.moments.get(moment);
  if (!data) {
    data = bytes(`${side.base}.bin${side.times.length > 1 ? `?frame=${moment}` : ""}`).then((buffer) => typed(side, buffer));
    data.then((array) => keep(side, moment, array.byteLength), () => { side.moments.delete(moment); });
    side.moments.set(moment, data);
  }
  return data;
}

const typed = (/** @type {Side} */ side, /** @type {ArrayBuffer} */ buffer) =>
  (side.about.type === "u16" ? new Uint16Array(buffer) : new Float32Array(buffer));

function keep(/** @type {Side} */ side, /** @type {number} */ moment, /** @type {number} */ length) {
  kept.push({ side, moment, size: length });
  size += length;
  while (size > ROOM && kept.length > 2) {
    const oldest = /** @type {typeof kept[0]} */ (kept.shift());
    oldest.side.moments.delete(oldest.moment);
    size -= oldest.size;
  }
}

function decode(/** @type {Side} */ side, /** @type {Uint16Array|Float32Array} */ array) {
  if (array instanceof Float32Array) return array;
  const { scale = 1, offset = 0 } = side.about;
  const numbers = new Float32Array(array.length);
  for (let i = 0; i < array.length; i++) numbers[i] = array[i] === 65535 ? NaN : array[i] * scale + offset;
  return numbers;
}

/** Whether a moment is at hand, so that showing it needs no waiting. */
export const isHere = (/** @type {Side|null} */ side, /** @type {number} */ moment) => side === null || side.moments.has(moment);

/** The values of one row or cell at every moment. */
export async function series(/** @type {Side} */ side, /** @type {number} */ row) {
  return decode(side, typed(side, await bytes(`${side.base}.bin?row=${row}`)));
}

/** The moment of a side that is nearest to a time. */
export function nearest(/** @type {Side} */ side, /** @type {number} */ time) {
  let best = 0;
  for (let i = 1; i < side.times.length; i++) if (Math.abs(side.times[i] - time) < Math.abs(side.times[best] - time)) best = i;
  return best;
}

/** Forgets everything. */
export function drop() {
  sides.clear();
  kept = [];
  size = 0;
}
