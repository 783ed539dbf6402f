// A run's field on the map. Values of rows are given to the features as their state, and the paint reads the state;
// values of cells are drawn as a picture (grid.js).
import { classes, closures, GAINED, LOST, NO_DATA, turnedColours } from "../../core/colours.js";
import { store } from "../../core/store.js";
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

/**
 * The values to show, by row of the map's features or by cell. Where one side has none, water and shares count from
 * nothing; a time that is lost or found is told as such.
 * @param {any} field
 * @param {"change"|"scenario"|"baseline"} mode
 */
export function shownValues(field, mode) {
  const { carrier, palette, scenario, baseline } = field;
  const rows = Math.floor(Math.max(scenario.length, baseline.length) / (carrier === "links" ? 2 : 1));
  const values = new Float32Array(rows).fill(NaN);
  /** @type {Map<number, "lost"|"gained">} */
  const turned = new Map();
  for (let row = 0; row < rows; row++) {
    const before = valueAt(baseline, row, carrier);
    const after = valueAt(scenario, row, carrier);
    if (mode === "baseline") values[row] = before;
    else if (mode === "scenario") values[row] = after;
    else if (Number.isFinite(before) && Number.isFinite(after)) values[row] = after - before;
    else if (Number.isFinite(before)) { if (palette === "time") turned.set(row, LOST_STATE); else values[row] = -before; }
    else if (Number.isFinite(after)) { if (palette === "time") turned.set(row, GAINED_STATE); else values[row] = after; }
  }
  return { values, turned };
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
  const { values, turned } = shownValues(field, shown.mode);
  let most = 0;
  if (shown.mode === "change") {
    for (let row = 0; row < values.length; row++) if (Math.abs(values[row]) > most) most = Math.abs(values[row]);
    most = Math.max(most, greatest.get(field.sides.with_) ?? 0);
    greatest.set(field.sides.with_, most);
  }
  const limits = store.catalogue?.wadingDepths;
  const scale = field.name === CLOSED_BY_HOUR && shown.mode !== "change" && limits ? closures(limits, /** @type {any} */ (theme))
    : classes(values, field, shown.mode, most, /** @type {any} */ (theme));
  const made = { field, mode: shown.mode, side, values, turned, scale };
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
  if (isNew || painted !== carrier) {
    if (painted && map.getSource("city")) map.removeFeatureState({ source: "city", sourceLayer: TABLES[painted] });
    given = new Map();
    painted = carrier;
  }
  for (const one of Object.keys(TABLES)) map.setLayoutProperty(`field-${one}`, "visibility", one === carrier ? "visible" : "none");
  map.setLayoutProperty("field-zones-line", "visibility", carrier === "zones" ? "visible" : "none");
  if (now?.field.carrier === "grid") paintGrid(map, now, turnedColours(now.field));
  else clearGrid(map);
  // A pond that is drawn must not hide the water in it.
  map.setPaintProperty("edits-area", "fill-opacity", now ? 0.06 : 0.25);
  if (!carrier) return;
  give(map, now);
  const value = ["feature-state", "value"];
  const step = now.scale.bounds.length
    ? ["step", value, paintable(now.scale.colours[0]), ...now.scale.bounds.flatMap((bound, i) => [bound, paintable(now.scale.colours[i + 1])])]
    : now.scale.colours[0];
  // Streets and buildings without a value stay as the map draws them; a zone without one is said to have none.
  const none = carrier === "zones" ? NO_DATA[theme] : "rgba(0,0,0,0)";
  map.setPaintProperty(`field-${carrier}`, PAINT[carrier], ["case",
    ["==", ["feature-state", "how"], LOST_STATE], LOST, ["==", ["feature-state", "how"], GAINED_STATE], GAINED,
    ["==", value, null], none, step]);
}

const paintable = (/** @type {string} */ colour) => (colour === "transparent" ? "rgba(0,0,0,0)" : colour);

/** Gives the features their states: only those that differ from what they have, so that time can pass on the map. */
function give(/** @type {any} */ map, /** @type {any} */ now) {
  const { carrier } = now.field;
  const sourceLayer = TABLES[carrier];
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
