// A run's field on the map: its values by row, given to the features as their state; the paint reads the state.
import { classes, GAINED, LOST, NO_DATA } from "../../core/colours.js";
import { store } from "../../core/store.js";

const TABLES = { zones: "zones", links: "streets", buildings: "buildings", places: "places" };
const PAINT = { zones: "fill-color", links: "line-color", buildings: "fill-color", places: "circle-color" };
/** What a state says besides a number. */
const LOST_STATE = "lost";
const GAINED_STATE = "gained";

/**
 * The values to show, by row of the map's features.
 * @param {{carrier: string, scenario: Float32Array, baseline: Float32Array}} field
 * @param {"change"|"scenario"|"baseline"} mode
 */
export function shownValues(field, mode) {
  const width = field.carrier === "links" ? 2 : 1;
  const rows = Math.floor(Math.max(field.scenario.length, field.baseline.length) / width);
  const values = new Float32Array(rows).fill(NaN);
  /** @type {Map<number, "lost"|"gained">} */
  const turned = new Map();
  const at = (/** @type {Float32Array} */ all, /** @type {number} */ row) => {
    if (width === 1) return row < all.length ? all[row] : NaN;
    const both = [all[2 * row], all[2 * row + 1]].filter((value) => Number.isFinite(value));
    return both.length ? Math.max(...both) : NaN;
  };
  for (let row = 0; row < rows; row++) {
    const before = at(field.baseline, row);
    const after = at(field.scenario, row);
    if (mode === "baseline") values[row] = before;
    else if (mode === "scenario") values[row] = after;
    else if (Number.isFinite(before) && Number.isFinite(after)) values[row] = after - before;
    else if (Number.isFinite(before)) turned.set(row, LOST_STATE);
    else if (Number.isFinite(after)) turned.set(row, GAINED_STATE);
  }
  return { values, turned };
}

/** What a map, its legend and its table show of the field chosen; nothing when none is. */
export function picture() {
  const { field, shown } = store;
  if (!field || !shown || field.name !== shown.name) return null;
  const { values, turned } = shownValues(field, shown.mode);
  // Water that was not there before is a rise from nothing, not access gained.
  if (shown.mode === "change" && field.palette !== "time") {
    for (const [row, how] of turned) {
      const width = field.carrier === "links" ? 2 : 1;
      const side = how === LOST_STATE ? field.baseline : field.scenario;
      const value = width === 1 ? side[row] : Math.max(...[side[2 * row], side[2 * row + 1]].filter(Number.isFinite));
      values[row] = how === LOST_STATE ? -value : value;
    }
    turned.clear();
  }
  return { field, mode: shown.mode, values, turned, scale: classes(values, field.palette, shown.mode, field.better) };
}

let painted = "";

/** Paints the field chosen, or takes it off the map. */
export function paintField(/** @type {any} */ map, /** @type {"light"|"dark"} */ theme) {
  if (!map?.getLayer("field-zones")) return;
  if (painted && map.getSource("city")) {
    map.removeFeatureState({ source: "city", sourceLayer: TABLES[painted] });
    painted = "";
  }
  for (const carrier of Object.keys(TABLES)) map.setLayoutProperty(`field-${carrier}`, "visibility", "none");
  map.setLayoutProperty("field-zones-line", "visibility", "none");
  const now = picture();
  if (!now || !(now.field.carrier in TABLES)) return;
  const { carrier } = now.field;
  const sourceLayer = TABLES[carrier];
  for (let row = 0; row < now.values.length; row++) {
    const how = now.turned.get(row);
    const value = now.values[row];
    if (how) map.setFeatureState({ source: "city", sourceLayer, id: row }, { how });
    else if (Number.isFinite(value) && (carrier === "zones" || value !== 0)) map.setFeatureState({ source: "city", sourceLayer, id: row }, { value });
  }
  painted = carrier;
  const value = ["feature-state", "value"];
  const step = now.scale.bounds.length
    ? ["step", value, now.scale.colours[0], ...now.scale.bounds.flatMap((bound, i) => [bound, now.scale.colours[i + 1]])]
    : now.scale.colours[0];
  // Streets and buildings without a value stay as the map draws them; a zone without one is said to have none.
  const none = carrier === "zones" ? NO_DATA[theme] : "rgba(0,0,0,0)";
  map.setPaintProperty(`field-${carrier}`, PAINT[carrier], ["case",
    ["==", ["feature-state", "how"], LOST_STATE], LOST, ["==", ["feature-state", "how"], GAINED_STATE], GAINED,
    ["==", value, null], none, step]);
  map.setLayoutProperty(`field-${carrier}`, "visibility", "visible");
  if (carrier === "zones") map.setLayoutProperty("field-zones-line", "visibility", "visible");
}
