// A run's field on the map. Values of rows are given to the features as their state, and the paint reads the state;
// values of cells are drawn as a picture (grid.js).
import { classes, closures, GAINED, LOST, NO_DATA, turnedColours } from "../../core/colours.js";
import { store } from "../../core/store.js";
import { directedStates, directedValues, isDirected, layDirections } from "../traffic/directed.js";
import { clearGrid, paintGrid } from "./grid.js";

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
function compared(/** @type {number} */ before, /** @type {number} */ after, /** @type {string} */ palette, /** @type {string} */ mode) {
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

/** @type {{field: any, mode: string, theme: string, picture: any}|null} */
let latest = null;

/** What a map, its legend and its table show of the field chosen; nothing when none is. */
export function picture() {
  const theme = document.documentElement.dataset.theme || (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
  const { field, shown } = store;
  if (!field || !shown || field.name !== shown.name) return null;
  if (latest?.field === field && latest.mode === shown.mode && latest.theme === theme) return latest.picture;
  const side = shown.mode === "baseline" ? field.sides.without ?? field.sides.with_ : field.sides.with_;
  const { values, turned, directions } = shownValues(field, shown.mode);
  let most = 0;
  if (shown.mode === "change") {
    for (let row = 0; row < values.length; row++) if (Math.abs(values[row]) > most) most = Math.abs(values[row]);
    most = Math.max(most, greatest.get(field.sides.with_) ?? 0);
    greatest.set(field.sides.with_, most);
  }
  const limits = store.catalogue?.wadingDepths;
  const scale = field.name === CLOSED_BY_HOUR && shown.mode !== "change" && limits ? closures(limits, /** @type {any} */ (theme))
    : classes(values, field, shown.mode, most, /** @type {any} */ (theme));
  const made = { field, mode: shown.mode, side, values, turned, directions, scale };
  latest = { field, mode: shown.mode, theme, picture: made };
  return made;
}

let painted = "";
/** The states that were given, by row. @type {Map<number, number|string>} */
let given = new Map();

/** Paints the field chosen, or takes it off the map. `isNew` when the map was styled anew and knows no states. */
export function paintField(/** @type {any} */ map, /** @type {"light"|"dark"} */ theme, isNew = false) {
  if (!map?.getLayer("field-zones")) return;
  const now = picture();
  const carrier = now && now.field.carrier in TABLES ? now.field.carrier : "";
  const kind = now?.directions ? "directions" : carrier;
  if (isNew || painted !== kind) {
    if (painted && map.getSource("city")) map.removeFeatureState({ source: "city", sourceLayer: TABLES[painted] ?? "streets" });
    given = new Map();
    painted = kind;
  }
  for (const one of Object.keys(TABLES)) map.setLayoutProperty(`field-${one}`, "visibility", one === carrier ? "visible" : "none");
  map.setLayoutProperty("field-zones-line", "visibility", carrier === "zones" ? "visible" : "none");
  map.setLayoutProperty("field-links-back", "visibility", now?.directions ? "visible" : "none");
  if (now?.field.carrier === "grid") paintGrid(map, now, turnedColours(now.field));
  else clearGrid(map);
  // A pond that is drawn must not hide the water in it.
  map.setPaintProperty("edits-area", "fill-opacity", now ? 0.06 : 0.25);
  if (!carrier) return;
  give(map, now);
  map.setPaintProperty(`field-${carrier}`, PAINT[carrier], ink(now.scale, carrier, theme, "value", "how"));
  if (carrier !== "links") return;
  map.setPaintProperty("field-links-back", PAINT.links, ink(now.scale, carrier, theme, "back", "backHow"));
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
function give(/** @type {any} */ map, /** @type {any} */ now) {
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
