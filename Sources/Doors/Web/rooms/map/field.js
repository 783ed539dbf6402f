// A run's field on the map. Values of rows are given to the features as their state, and the paint reads the state;
// values of cells are drawn as a picture (grid.js).
import { classes, closures, GAINED, LOST, NO_DATA, turnedColours } from "../../core/colours.js";
import { store } from "../../core/store.js";
import { directedStates, directedValues, isDirected, layDirections } from "../traffic/directed.js";
import { clearGrid, paintGrid } from "./grid.js";
import { set } from "./set.js";

/** Which table of the city carries a field. */
export const TABLES = { zones: "zones", links: "streets", buildings: "buildings", places: "places" };
const PAINT = { zones: "fill-color", links: "line-color", buildings: "fill-color", places: "circle-color" };
/** Water on streets moment by moment: it is shown by whom it stops. */
export const CLOSED_BY_HOUR = "exposure.streets.by-hour";
/** What a state says besides a number. */
const LOST_STATE = "lost";
const GAINED_STATE = "gained";

/** The values of one row: a street's row has two links, of which the greater counts. */
export function valueAt(/** @type {ArrayLike<number>} */ all, /** @type {number} */ row, /** @type {string} */ carrier) {
  if (carrier !== "links") return row < all.length ? all[row] : NaN;
  const [one, other] = [all[2 * row], all[2 * row + 1]];
  if (!Number.isFinite(one)) return Number.isFinite(other) ? other : NaN;
  return Number.isFinite(other) ? Math.max(one, other) : one;
}

/** What is shown of a value that was and is: a number, or that it is lost or found. */
export function compared(/** @type {number} */ before, /** @type {number} */ after, /** @type {string} */ palette, /** @type {string} */ mode) {
  if (mode === "baseline") return before;
  if (mode === "scenario") return after;
  const [was, is] = [Number.isFinite(before), Number.isFinite(after)];
  if (was && is) return after - before;
  if (!was && !is) return NaN;
  if (palette === "time") return was ? LOST_STATE : GAINED_STATE;
  // Where nobody drives there is no speed, and so no difference.
  if (palette === "speed") return NaN;
  return was ? -before : after;
}

/**
 * The values to show, by row of the map's features or by cell. Where one side has none, water and shares count from
 * nothing; a time that is lost or found is told as such.
 * @param {any} field
 * @param {"change"|"scenario"|"baseline"} mode
 */
export function shownValues(field, mode) {
  if (isDirected(field)) return directedValues(field, compared, mode);
  // Cells as they are need no second look.
  if (field.carrier === "grid" && mode !== "change") return { values: mode === "baseline" ? field.baseline : field.scenario, turned: new Map(), directions: null };
  const { carrier, palette, scenario, baseline } = field;
  const rows = Math.floor(Math.max(scenario.length, baseline.length) / (carrier === "links" ? 2 : 1));
  const values = new Float32Array(rows).fill(NaN);
  /** @type {Map<number, "lost"|"gained">} */
  const turned = new Map();
  for (let row = 0; row < rows; row++) {
    const told = compared(valueAt(baseline, row, carrier), valueAt(scenario, row, carrier), palette, mode);
    if (typeof told === "string") turned.set(row, told); else values[row] = told;
  }
  return { values, turned, directions: null };
}

/** The greatest differences met so far, by field: a legend that changes with every moment cannot be read. */
const greatest = new WeakMap();
/** What was told of a field by mode; a field is of one moment and never changes. @type {WeakMap<any, Record<string, any>>} */
const told = new WeakMap();

/** The values of a field to show, found once. */
function valuesOf(/** @type {any} */ field, /** @type {any} */ mode) {
  const modes = told.get(field) ?? {};
  told.set(field, modes);
  if (modes[mode]) return modes[mode];
  const found = shownValues(field, mode);
  if (mode === "change") {
    let most = greatest.get(field.sides.with_) ?? 0;
    for (let row = 0; row < found.values.length; row++) if (Math.abs(found.values[row]) > most) most = Math.abs(found.values[row]);
    greatest.set(field.sides.with_, most);
  }
  modes[mode] = found;
  return found;
}

/** What the two maps are to show: the page's one, and the one beside it while two are compared. */
const WANTED = {
  first: () => (store.field && store.shown && store.field.name === store.shown.name ? { field: store.field, mode: store.shown.mode } : null),
  second: () => (store.compare.way && store.compare.field ? { field: store.compare.field, mode: store.compare.mode } : null),
};

/** What is shown beside a map on the same scale: the same field, and both changes or both values. */
function companion(/** @type {"first"|"second"} */ side, /** @type {any} */ wanted) {
  const other = WANTED[side === "first" ? "second" : "first"]();
  return other && other.field.name === wanted.field.name && (other.mode === "change") === (wanted.mode === "change") ? other : null;
}

/** Whether both maps are on one scale, so that one legend is enough. */
export const isOneScale = () => { const wanted = WANTED.first(); return Boolean(wanted && companion("first", wanted)); };

function together(/** @type {Float32Array} */ one, /** @type {Float32Array} */ other) {
  const both = new Float32Array(one.length + other.length);
  both.set(one);
  both.set(other, one.length);
  return both;
}

/** The latest picture of each map. @type {Record<string, {key: any[], picture: any}>} */
const latest = {};

/** What a map, its legend and its table show of the field chosen; nothing when none is. */
export function picture(/** @type {"first"|"second"} */ side = "first") {
  const theme = document.documentElement.dataset.theme || (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
  const wanted = WANTED[side]();
  if (!wanted) { delete latest[side]; return null; }
  const { field, mode } = wanted;
  const other = companion(side, wanted);
  const key = [field, mode, theme, other?.field, other?.mode];
  if (latest[side]?.key.every((part, place) => part === key[place])) return latest[side].picture;
  const { values, turned, directions } = valuesOf(field, mode);
  const others = other && (other.field !== field || other.mode !== mode) ? valuesOf(other.field, other.mode).values : null;
  const limits = store.catalogue?.wadingDepths;
  // In one order for both sides, so that both have the same classes.
  const all = others ? (side === "first" ? together(values, others) : together(others, values)) : values;
  const scale = field.name === CLOSED_BY_HOUR && mode !== "change" && limits ? closures(limits, /** @type {any} */ (theme))
    : classes(all, field, mode, greatest.get(field.sides.with_) ?? 0, /** @type {any} */ (theme));
  const source = mode === "baseline" ? field.sides.without ?? field.sides.with_ : field.sides.with_;
  const made = { field, mode, side: source, values, turned, directions, scale };
  latest[side] = { key, picture: made };
  return made;
}

/** How opaque the field is drawn, from 0 to 1. */
const opacity = () => (store.fieldLayer.visible ? store.fieldLayer.opacity : 0);

/** How opaque each kind of field is by itself. */
const WHOLE = { "field-zones": ["fill-opacity", 0.72], "field-buildings": ["fill-opacity", 0.95], "field-links": ["line-opacity", 1], "field-places": ["circle-opacity", 1] };

/** What each map was painted with: the kind of field, and the states that were given, by row. @type {WeakMap<any, {kind: string, given: Map<number, any>}>} */
const painted = new WeakMap();

/** Paints what is to be seen on a map, or takes it off. `isNew` when the map was styled anew and knows no states. */
export function paintField(/** @type {any} */ map, /** @type {"light"|"dark"} */ theme, isNew = false, now = picture()) {
  if (!map?.getLayer("field-zones")) return;
  const carrier = now && now.field.carrier in TABLES ? now.field.carrier : "";
  const kind = now?.directions ? "directions" : carrier;
  const before = painted.get(map);
  if (!before || isNew || before.kind !== kind) {
    if (before?.kind && map.getSource("city")) map.removeFeatureState({ source: "city", sourceLayer: TABLES[before.kind] ?? "streets" });
    painted.set(map, { kind, given: new Map() });
  }
  for (const one of Object.keys(TABLES)) set(map, `field-${one}`, "visibility", one === carrier ? "visible" : "none");
  set(map, "field-zones-line", "visibility", carrier === "zones" ? "visible" : "none");
  set(map, "field-links-back", "visibility", now?.directions ? "visible" : "none");
  if (now?.field.carrier === "grid") paintGrid(map, now, turnedColours(now.field));
  else clearGrid(map);
  // A pond that is drawn must not hide the water in it.
  set(map, "edits-area", "fill-opacity", now ? 0.06 : 0.25);
  if (!carrier) return;
  const [name, whole] = WHOLE[`field-${carrier}`];
  set(map, `field-${carrier}`, name, whole * opacity());
  if (carrier === "links") set(map, "field-links-back", name, whole * opacity());
  if (carrier === "zones") set(map, "field-zones-line", "line-opacity", opacity());
  give(map, now, /** @type {any} */ (painted.get(map)).given);
  set(map, `field-${carrier}`, PAINT[carrier], ink(now.scale, carrier, theme, "value", "how"));
  if (carrier !== "links") return;
  set(map, "field-links-back", PAINT.links, ink(now.scale, carrier, theme, "back", "backHow"));
  layDirections(map, now);
}

/** The colour of a feature by what its state says. */
function ink(/** @type {any} */ scale, /** @type {string} */ carrier, /** @type {"light"|"dark"} */ theme, /** @type {string} */ key, /** @type {string} */ how) {
  const value = ["feature-state", key];
  const step = scale.bounds.length
    ? ["step", value, paintable(scale.colours[0]), ...scale.bounds.flatMap((/** @type {number} */ bound, /** @type {number} */ i) => [bound, paintable(scale.colours[i + 1])])]
    : scale.colours[0];
  // Streets and buildings without a value stay as the map draws them; a zone without one is said to have none.
  const none = carrier === "zones" ? NO_DATA[theme] : "rgba(0,0,0,0)";
  return ["case", ["==", ["feature-state", how], LOST_STATE], LOST, ["==", ["feature-state", how], GAINED_STATE], GAINED, ["==", value, null], none, step];
}

const paintable = (/** @type {string} */ colour) => (colour === "transparent" ? "rgba(0,0,0,0)" : colour);

/** Gives the features their states: only those that differ from what they have, so that time can pass on the map. */
function give(/** @type {any} */ map, /** @type {any} */ now, /** @type {Map<number, any>} */ given) {
  const { carrier } = now.field;
  const sourceLayer = TABLES[carrier];
  if (now.directions) { directedStates(map, now, given); return; }
  for (let row = 0; row < now.values.length; row++) {
    const value = now.values[row];
    const state = now.turned.get(row) ?? (Number.isFinite(value) && (carrier === "zones" || value !== 0) ? value : undefined);
    if (state === given.get(row)) continue;
    if (state === undefined) {
      given.delete(row);
      map.removeFeatureState({ source: "city", sourceLayer, id: row });
    } else {
      given.set(row, state);
      map.setFeatureState({ source: "city", sourceLayer, id: row }, typeof state === "string" ? { how: state, value: null } : { value: state, how: null });
    }
  }
}
