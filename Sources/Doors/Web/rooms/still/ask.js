// What the still map asks the server for: the address of a picture, from where it looks and what the page shows. Plain functions.
import { edges } from "./view.js";

/** Pixels a side that the server draws at most. */
const MOST = 1600;
const LAYERS = ["land", "waterways", "zones", "buildings", "streets", "places"];
const bare = (/** @type {string} */ colour) => (colour === "transparent" ? "none" : colour.replace("#", ""));

/** The address of a picture of a view, without the API's root. */
export function pictureOf(/** @type {import("./view.js").View} */ view, /** @type {number[]} */ size, /** @type {string} */ theme, /** @type {Record<string, {visible: boolean}>} */ layers, /** @type {Record<string, string>} */ field) {
  const [west, south, east, north] = edges(view, size).map((value) => value.toFixed(6));
  const less = Math.min(1, MOST / Math.max(...size));
  const [width, height] = size.map((pixels) => String(Math.max(16, Math.round(pixels * less))));
  return `city/picture?${new URLSearchParams({ west, south, east, north, width, height, theme, layers: LAYERS.filter((id) => layers[id]?.visible).join(","), ...field })}`;
}

/** What it says of the field that the page shows, in the classes of its legend; nothing where it shows none. */
export function fieldOf(/** @type {any} */ now, /** @type {Record<string, string>} */ turned, /** @type {string} */ noData) {
  if (!now) return {};
  const { field, mode, scale } = now;
  const { with_, without } = field.sides;
  const side = mode === "baseline" ? without : with_;
  // Without its changes the model may have had nothing to say.
  if (!side || (mode === "change" && !without)) return {};
  return {
    run: runOf(side), field: field.name, time: String(side.times[nearestOf(side.times, field.times[field.moment])]),
    classes: scale.colours.flatMap((/** @type {string} */ colour, /** @type {number} */ place) => (place ? [scale.bounds[place - 1], bare(colour)] : [bare(colour)])).join(","),
    ...(mode === "change" ? { against: runOf(without), lost: bare(turned.lost), gained: bare(turned.gained) } : {}),
    ...(field.carrier === "zones" ? { none: bare(noData) } : {}),
  };
}

/** The name of the model's run that a side's numbers are of. */
const runOf = (/** @type {{base: string}} */ side) => side.base.split("/")[1];

function nearestOf(/** @type {number[]} */ times, /** @type {number} */ time) {
  return times.reduce((best, one, place) => (Math.abs(one - time) < Math.abs(times[best] - time) ? place : best), 0);
}
