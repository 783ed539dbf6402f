// The order of the reader's layers on the map. What a layer shows of a run lies on it; names stay above all, in the same order.
import { STYLE_LAYERS } from "./style.js";

/** What shows a run's values on a layer, and moves with it. */
const FIELDS = { zones: ["field-zones", "field-zones-line"], buildings: ["field-buildings"], streets: ["field-links", "field-links-back"], places: ["field-places"] };
/** Where layers end and what is drawn on them begins. */
const ABOVE = "edits-area";

/** The style's own order, from the lowest up, and whether the map's is another. */
let own = /** @type {string[]} */ ([]);
let isMoved = false;

const isName = (/** @type {string} */ id) => id.endsWith("-label") || id.endsWith("-picture");

/** A style that was loaded has its own order. */
export function learnOrder(/** @type {any} */ map) {
  own = map.getLayersOrder().filter((/** @type {string} */ id) => id !== "field-grid" && id !== "vehicles");
  isMoved = false;
}

/** Puts layers into an order, the uppermost first; into the style's own when it is empty. */
export function layOrder(/** @type {any} */ map, /** @type {string[]} */ order) {
  if (!map?.getLayer(ABOVE) || own.length === 0 || (order.length === 0 && !isMoved)) return;
  for (let place = own.length - 2; place >= 0; place--) map.moveLayer(own[place], own[place + 1]);
  const grid = map.getLayer("field-grid") ? "field-grid" : null;
  if (grid) map.moveLayer(grid, ABOVE);
  if (map.getLayer("vehicles")) map.moveLayer("vehicles", ABOVE);
  isMoved = order.length > 0;
  const bodiesOf = (/** @type {string} */ layer) => [...STYLE_LAYERS[layer], ...(FIELDS[layer] ?? [])].filter((id) => !isName(id)).sort((a, b) => own.indexOf(a) - own.indexOf(b));
  const bodies = order.flatMap(bodiesOf);
  const names = own.filter((id) => order.some((layer) => STYLE_LAYERS[layer].includes(id)) && isName(id));
  // Names lie together from where the lowest of them was.
  const overNames = own.slice(own.indexOf(names[0]) + 1).find((id) => !names.includes(id) && !bodies.includes(id));
  for (const layer of [...order].reverse()) {
    for (const id of bodiesOf(layer)) map.moveLayer(id, grid ?? ABOVE);
    for (const id of names.filter((one) => STYLE_LAYERS[layer].includes(one))) map.moveLayer(id, overNames);
  }
}
