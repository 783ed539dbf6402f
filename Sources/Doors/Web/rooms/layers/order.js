// The order of the layers, the uppermost first: moved in the list by mouse or by key, kept in the address, and so on the map.
import { announce, LAYERS, store } from "../../core/store.js";
import { t } from "../../core/i18n.js";

/** The order as it is: what the address or the reader said, and layers it does not name in their own places. */
export function layerOrder() {
  const own = LAYERS.map(({ id }) => id);
  const named = store.layerOrder.filter((id, place, all) => own.includes(id) && all.indexOf(id) === place);
  return named.length ? [...named, ...own.filter((id) => !named.includes(id))] : own;
}

/** Puts a layer at a place of the list. */
export function moveTo(/** @type {string} */ id, /** @type {number} */ place) {
  const order = layerOrder();
  const from = order.indexOf(id);
  const to = Math.min(order.length - 1, Math.max(0, place));
  if (from < 0 || from === to) return;
  order.splice(to, 0, ...order.splice(from, 1));
  // The order the page came with needs no word in the address.
  store.layerOrder = order.every((one, i) => one === LAYERS[i].id) ? [] : order;
  announce(t("layers.moved", { layer: t(`layer.${id}`), place: to + 1, count: order.length }));
}

/** Up, or down. */
export const moveBy = (/** @type {string} */ id, /** @type {number} */ by) => moveTo(id, layerOrder().indexOf(id) + by);
