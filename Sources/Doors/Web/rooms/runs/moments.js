// Fields at moments that were shown: whoever drags the timeline back and forth has their numbers without reckoning them again.

/** Bytes of numbers kept at most; the moment not looked at for longest gives way. */
const ROOM = 64e6;

/** The oldest first. @type {any[]} */
let kept = [];

const sizeOf = (/** @type {any} */ { scenario, baseline }) => scenario.byteLength + baseline.byteLength;

/** A field at a moment: the one of before, or the one that is made now. */
export async function momentOf(/** @type {any} */ field, /** @type {number} */ moment, /** @type {() => Promise<any>} */ make) {
  const { with_, without } = field.sides;
  const is = (/** @type {any} */ one) => one.moment === moment && one.sides.with_ === with_ && one.sides.without === without
    && one.title === field.title && one.low === field.low && one.high === field.high;
  const found = kept.find(is) ?? await make();
  kept = [...kept.filter((one) => !is(one)), found];
  let size = kept.reduce((sum, one) => sum + sizeOf(one), 0);
  while (size > ROOM && kept.length > 1) size -= sizeOf(kept.shift());
  return found;
}

/** Forgets everything. */
export function forgetMoments() { kept = []; }
