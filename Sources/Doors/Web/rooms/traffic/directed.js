// A field of traffic on the map: each direction of a street beside the other, on the side one drives on, and as wide as much goes there.
import { store } from "../../core/store.js";
import { set } from "../map/set.js";
import { FIELD_WIDTHS } from "../map/style.js";

/** Whether both directions of a street are drawn. */
export const isDirected = (/** @type {any} */ field) => field.carrier === "links" && field.model === "traffic";

/** How wide a class of vehicles an hour is drawn, beside the usual width; the widest last. */
const FLOW_WIDTHS = [0.3, 0.5, 0.75, 1.05, 1.4, 1.8];

/**
 * The values of both directions, and of each street the one that tells: the greater change, the slower speed, otherwise the more.
 * @param {any} field
 * @param {(before: number, after: number, palette: string, mode: string) => any} compared
 * @param {string} mode
 */
export function directedValues(field, compared, mode) {
  const { scenario, baseline, palette, better } = field;
  const links = Math.max(scenario.length, baseline.length);
  /** @type {(number|"lost"|"gained")[]} */
  const directions = new Array(links);
  const values = new Float32Array(links >> 1).fill(NaN);
  /** @type {Map<number, "lost"|"gained">} */
  const turned = new Map();
  for (let link = 0; link < links; link++) directions[link] = compared(baseline[link] ?? NaN, scenario[link] ?? NaN, palette, mode);
  const weight = (/** @type {number} */ value) => (mode === "change" ? Math.abs(value) : better === "more" ? -value : value);
  for (let row = 0; row < values.length; row++) {
    const both = [directions[2 * row], directions[2 * row + 1]];
    const numbers = /** @type {number[]} */ (both.filter((one) => typeof one === "number" && Number.isFinite(one)));
    const text = both.find((one) => typeof one === "string");
    if (numbers.length) values[row] = numbers.reduce((best, one) => (weight(one) > weight(best) ? one : best));
    else if (text) turned.set(row, /** @type {"lost"|"gained"} */ (text));
  }
  return { values, turned, directions };
}

/** Gives the streets the values of both directions as their state: only those that differ from what they have. */
export function directedStates(/** @type {any} */ map, /** @type {any} */ now, /** @type {Map<number, any>} */ given) {
  const { directions } = now;
  const isShown = (/** @type {any} */ one) => typeof one === "string" || (Number.isFinite(one) && one !== 0);
  for (let row = 0; 2 * row < directions.length; row++) {
    const [ahead, back] = [directions[2 * row], directions[2 * row + 1]].map((one) => (isShown(one) ? one : null));
    const key = ahead === null && back === null ? undefined : `${ahead} ${back}`;
    if (key === given.get(row)) continue;
    const feature = { source: "city", sourceLayer: "streets", id: row };
    if (key === undefined) { given.delete(row); map.removeFeatureState(feature); continue; }
    given.set(row, key);
    const of = (/** @type {any} */ one) => (typeof one === "string" ? [null, one] : [one, null]);
    const [[value, how], [behind, backHow]] = [of(ahead), of(back)];
    map.setFeatureState(feature, { value, how, back: behind, backHow });
  }
}

/**
 * The same width for all, yet told by the state: MapLibre fails on states that change while its tiles are laid out anew, where a width that
 * was told by the state is so no more.
 */
const even = (/** @type {number} */ width) => ["case", ["==", ["feature-state", "value"], null], width, width];

/** How wide a value is drawn beside the usual width: flows by their class, all else alike. */
function share(/** @type {any} */ now, /** @type {string} */ key) {
  if (now.field.name !== "traffic.flow") return even(0.9);
  const { bounds } = now.scale;
  // Of changes both ends are wide.
  const half = (bounds.length - 1) / 2;
  const widths = Array.from({ length: bounds.length + 1 }, (_, place) => {
    const near = now.mode === "change" ? Math.abs(place - half - 0.5) / (half + 0.5) : place / Math.max(1, bounds.length);
    return FLOW_WIDTHS[Math.round(near * (FLOW_WIDTHS.length - 1))];
  });
  return bounds.length ? ["step", ["coalesce", ["feature-state", key], 0], widths[0], ...bounds.flatMap((/** @type {number} */ bound, /** @type {number} */ i) => [bound, widths[i + 1]])] : even(0.9);
}

/** Lays the two directions beside each other; a field without directions lies on the street's middle. */
export function layDirections(/** @type {any} */ map, /** @type {any} */ now) {
  const left = store.city.drivingSide === "left" ? -1 : 1;
  for (const [layer, key, side] of [["field-links", "value", left], ["field-links-back", "back", -left]]) {
    const wide = (/** @type {number} */ by) => ["interpolate", ["exponential", 1.5], ["zoom"],
      ...FIELD_WIDTHS.flatMap(([zoom, width]) => [zoom, ["*", width * by, now.directions ? share(now, /** @type {string} */ (key)) : even(1)]])];
    set(map, layer, "line-width", wide(1));
    set(map, layer, "line-offset", wide(now.directions ? 0.55 * Number(side) : 0));
  }
}
