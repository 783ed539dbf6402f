// What the page lays over the city: sources that are empty most of the time. The map cuts the layers of each source to its tiles in the stencil,
// four times the screen a picture, and asks its workers for every tile, whether there is anything in it or not: so layers of an empty source are hidden.
import { set } from "./set.js";

/** The sources that hold something. */
const filled = new WeakSet();

/** A layer of a source that is empty to begin with. @template {{layout?: any}} Layer @param {Layer} layer @returns {Layer} */
export const whenFilled = (layer) => ({ ...layer, layout: { ...layer.layout, visibility: "none" } });

/** Gives a source its features; what was empty and stays so is not told again. */
export function fill(/** @type {any} */ map, /** @type {string} */ name, /** @type {any[]} */ features) {
  const source = map.getSource(name);
  const isFilled = features.length > 0;
  if (!source || (!isFilled && !filled.has(source))) return;
  if (filled.has(source) !== isFilled) {
    for (const id of map.getLayersOrder()) if (map.getLayer(id).source === name) set(map, id, "visibility", isFilled ? "visible" : "none");
    if (isFilled) filled.add(source); else filled.delete(source);
  }
  source.setData({ type: "FeatureCollection", features });
}
