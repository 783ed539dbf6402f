// Palettes that most colour-blind readers can tell apart.
// Categories: Okabe and Ito (2008). Differences: blue to orange through grey; sequences: one hue, light to dark.

const SEQUENCES = {
  depth: ["#dceaf7", "#b3d1ec", "#7fb2dd", "#4a8fc7", "#2369a8", "#0c447c"],
  time: ["#fdf0d5", "#f9d79b", "#f0b45c", "#dd8a33", "#b8611f", "#873f12"],
  speed: ["#873f12", "#b8611f", "#dd8a33", "#f0b45c", "#f9d79b", "#fdf0d5"],
  share: ["#e4f2ec", "#b9dfd0", "#83c6ae", "#4aa688", "#1f8063", "#0a5a43"],
  plain: ["#efe9f6", "#d3c6e8", "#b09cd5", "#8b72bd", "#684d9f", "#472f7c"],
};
/** Better much … worse much, when less is better. */
const DIVERGING = ["#0b4f86", "#3f86bd", "#9ac4e2", "#f1efe9", "#f6bf85", "#e0822c", "#a94e0a"];

export const LOST = "#7d1f52";
export const GAINED = "#12806a";
export const NO_DATA = { light: "#a3a39f", dark: "#3d444b" };

/** Bounds that read well, about evenly through the values. */
function bounds(/** @type {number[]} */ values, /** @type {number} */ count) {
  const sorted = Float64Array.from(values).sort();
  const found = [];
  for (let i = 1; i < count; i++) {
    const raw = sorted[Math.min(sorted.length - 1, Math.floor((i / count) * sorted.length))];
    const step = 10 ** Math.floor(Math.log10(Math.max(Math.abs(raw), 1e-6)) - 0.7);
    const round = Math.round(raw / step) * step;
    if (found.length === 0 || round > found[found.length - 1] + 1e-9) found.push(Number(round.toPrecision(6)));
  }
  return found;
}

/** Bounds on both sides of nothing, for differences up to `greatest`. */
function evenBounds(/** @type {number} */ greatest) {
  const scale = 10 ** Math.floor(Math.log10(Math.max(greatest, 1e-6)));
  const top = [1, 2, 5, 10].find((factor) => factor * scale >= greatest / 1.6) ?? 10;
  const high = top * scale;
  return [-high, -high / 3, -high / 30, high / 30, high / 3, high].map((value) => Number(value.toPrecision(2)));
}

/** What is lost or found with the changes; where a longer time is better, what is lost is good. */
export const turnedColours = (/** @type {any} */ field) =>
  (field.carrier === "grid" && field.better === "more" ? { lost: GAINED, gained: LOST } : { lost: LOST, gained: GAINED });

/** Bounds of one width from `low` to `high`. */
function steps(/** @type {number} */ low, /** @type {number} */ high, /** @type {number} */ count) {
  const raw = (high - low) / count;
  const scale = 10 ** Math.floor(Math.log10(raw));
  const step = [1, 2, 2.5, 5, 10].map((factor) => factor * scale).find((one) => one >= raw * 0.999) ?? raw;
  const found = [];
  for (let bound = (Math.floor(low / step) + 1) * step; bound < high && found.length < count; bound += step) found.push(Number(bound.toPrecision(6)));
  return found;
}

/** Water over a light map must stand out from land and rivers where it is shallow. */
const ON_LAND = ["#9fc6ea", "#6aa5d8", "#3b82c0", "#1f61a3", "#0c447c", "#062a52"];

/** Water in a cell that counts as water, in metres: terrain knows less. */
export const WET = 0.05;
const CLEAR = "transparent";

/** Bounds of vehicles an hour, speeds and seconds lost: few streets carry much, and a town's read like another's. */
const DRIVES = { "veh/h": [10, 30, 100, 300, 1000, 3000, 10000], "km/h": [10, 20, 30, 50, 80], s: [5, 10, 20, 40, 80] };

/** Some values that are known; of very many, evenly picked ones. */
function known(/** @type {Float32Array} */ values) {
  const every = Math.ceil(values.length / 50000);
  const found = [];
  for (let i = 0; i < values.length; i += every) if (Number.isFinite(values[i])) found.push(values[i]);
  return found;
}

/**
 * The classes of some values: colours with their lower bounds. On a grid the class of nothing is transparent.
 * @param {Float32Array} values  NaN is "none".
 * @param {any} field  palette, carrier, which way is better, and the range over all moments
 * @param {"change"|"scenario"|"baseline"} mode
 * @param {number} greatest  the greatest difference, for changes
 * @param {"light"|"dark"} theme
 * @returns {{colours: string[], bounds: number[], isChange?: boolean}}  one colour more than bounds
 */
export function classes(values, field, mode, greatest, theme) {
  const { palette, better } = field;
  const isGrid = field.carrier === "grid";
  // Traffic hour by hour.
  const isDrive = field.carrier === "links" && ["veh/h", "km/h", "s"].includes(field.unit);
  // A field that tells a change by itself is shown as one, whatever side of it is looked at.
  const isChange = palette === "change";
  if (mode === "change" || isChange) {
    const colours = better === "more" ? [...DIVERGING].reverse() : [...DIVERGING];
    if (isGrid) colours[3] = CLEAR;
    return { colours, bounds: evenBounds((isChange ? Math.max(Math.abs(field.low ?? 0), Math.abs(field.high ?? 0)) : greatest) || 1), isChange: true };
  }
  const ramp = isGrid && palette === "depth" && theme === "light" ? ON_LAND : SEQUENCES[palette] ?? SEQUENCES.plain;
  // By night the little that shines is what matters most: the order turns round where cells cover the dark map.
  // A time that had better be long — until the water comes — is told the other way round than a way that had better be short.
  const isTurned = ((isGrid || isDrive) && theme === "dark") !== (palette === "time" && better === "more");
  const sequence = isTurned ? [...ramp].reverse() : ramp;
  const clear = (/** @type {number} */ least, /** @type {number[]} */ bounds_) =>
    (isGrid ? { colours: [CLEAR, ...sequence], bounds: [least, ...bounds_] } : { colours: sequence, bounds: bounds_ });
  // Danger to people h (v + 0.5): from 0.75 for some, from 1.25 for most, from 2 for all (DEFRA/EA FD2321/TR1, 2006).
  if (palette === "depth" && field.unit === "m²/s" && isGrid) return { colours: [CLEAR, ...[0, 2, 3, 5].map((i) => sequence[i])], bounds: [WET, 0.75, 1.25, 2] };
  if (palette === "depth") return isGrid ? clear(WET, [0.15, 0.3, 0.5, 1, 2]) : { colours: sequence, bounds: [0.01, 0.1, 0.3, 0.5, 1] };
  const whole = field.unit === "%" ? 100 : 1;
  if (palette === "share" && (field.low ?? 0) >= 0 && (field.high ?? 0) <= 1.0001 * whole) {
    return clear(0.01 * whole, [0.1, 0.25, 0.5, 0.75, 0.9].map((bound) => Number((bound * whole).toPrecision(3))));
  }
  const all = known(values);
  const above = palette === "plain" ? all.filter((value) => value > 0) : all;
  // Values that change with time keep their colours: their classes come from the range of all moments.
  const moves = field.times?.length > 1 && Number.isFinite(field.low) && field.high > field.low;
  if (isDrive && moves) {
    const bounds_ = DRIVES[field.unit].filter((/** @type {number} */ bound) => bound < field.high).slice(-5);
    return { colours: field.unit === "km/h" ? sequence.slice(0, bounds_.length + 1) : sequence.slice(-1 - bounds_.length), bounds: bounds_ };
  }
  if (above.length === 0 && !moves) return { colours: [sequence[0]], bounds: [] };
  const least = above.reduce((low, value) => Math.min(low, value), Infinity);
  const limits = moves ? steps(field.low, field.high, 5) : bounds(above, 6).filter((bound) => bound > least);
  const made = { colours: sequence.slice(0, limits.length + 1), bounds: limits };
  if (!isGrid || palette !== "plain" || !limits.length || limits[0] <= 0) return made;
  return { colours: [CLEAR, ...made.colours], bounds: [Number((limits[0] / 10).toPrecision(2)), ...limits] };
}

/** Water that all may pass, then streets closed to ever more. */
const CLOSED = { light: ["#9fc6ea", "#e9a23b", "#d9661f", "#a83232", "#5e1742"], dark: ["#4a7fae", "#f2c063", "#f08a4b", "#e05a5a", "#c85fa0"] };

/**
 * The classes of water on streets by whom it stops: bounds where a class of vehicle no longer wades, `who` is stopped from there on.
 * @param {Record<string, number>} limits  metres of water by class of vehicle
 */
export function closures(limits, /** @type {"light"|"dark"} */ theme) {
  const depths = [...new Set(Object.values(limits))].sort((a, b) => a - b);
  const colours = depths.map((_, i) => CLOSED[theme][1 + Math.round((i * 3) / Math.max(1, depths.length - 1))]);
  return {
    colours: [CLEAR, CLOSED[theme][0], ...colours], bounds: [WET, ...depths],
    who: [null, [], ...depths.map((depth) => Object.keys(limits).filter((name) => limits[name] === depth))],
  };
}

/** The colour of a value. */
export function colourOf(/** @type {number} */ value, /** @type {{colours: string[], bounds: number[]}} */ scale) {
  let place = 0;
  while (place < scale.bounds.length && value >= scale.bounds[place]) place += 1;
  return scale.colours[place];
}
