// The values of a field row by row, before and after the changes, and which of them change most.
import { compared, valueAt } from "../map/field.js";
import { isDirected } from "../traffic/directed.js";

/** Dots a drawing has at most; of more, evenly picked ones are drawn. */
const MOST = 4000;
/** Changes that are listed. */
const LISTED = 10;

/**
 * The pairs of a field: of each direction of a street where traffic is told by direction, otherwise of each row or cell.
 * @param {any} field
 */
export function pairsOf(field) {
  const { baseline, scenario, carrier, palette } = field;
  const isBoth = carrier === "links" && !isDirected(field);
  const count = Math.max(baseline.length, scenario.length) >> (isBoth ? 1 : 0);
  const at = (/** @type {ArrayLike<number>} */ all, /** @type {number} */ place) => (isBoth ? valueAt(all, place, "links") : all[place] ?? NaN);
  const [rows, before, after] = [0, 1, 2].map(() => /** @type {number[]} */ ([]));
  let turned = 0;
  for (let place = 0; place < count; place++) {
    const [was, is] = [at(baseline, place), at(scenario, place)];
    const [hadOne, hasOne] = [Number.isFinite(was), Number.isFinite(is)];
    if (!hadOne && !hasOne) continue;
    if (hadOne !== hasOne && !Number.isFinite(compared(was, is, palette, "change"))) { turned += 1; continue; }
    // Where water or a share has no value there is none of it.
    rows.push(place);
    before.push(hadOne ? was : 0);
    after.push(hasOne ? is : 0);
  }
  return { rows, before, after, turned };
}

/** What is drawn and listed of some pairs, and how many rise and fall. */
export function summary(/** @type {ReturnType<typeof pairsOf>} */ { rows, before, after }) {
  const change = (/** @type {number} */ i) => after[i] - before[i];
  let [more, less] = [0, 0];
  /** @type {number[]} The places of the greatest changes, the greatest first. */
  const greatest = [];
  for (let i = 0; i < rows.length; i++) {
    const by = change(i);
    if (by > 0) more += 1; else if (by < 0) less += 1; else continue;
    const size = Math.abs(by);
    if (greatest.length === LISTED && size <= Math.abs(change(greatest[LISTED - 1]))) continue;
    let place = greatest.length;
    while (place > 0 && size > Math.abs(change(greatest[place - 1]))) place -= 1;
    greatest.splice(place, 0, i);
    if (greatest.length > LISTED) greatest.pop();
  }
  const every = Math.ceil(rows.length / MOST);
  const drawn = new Set(greatest);
  for (let i = 0; i < rows.length; i += every) drawn.add(i);
  return { more, less, greatest, drawn: [...drawn] };
}
