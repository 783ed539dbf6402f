// The layers of the city as tables: every street, house, place, zone, tree, drain and piece of land, each leading to where it lies.
import { h, reactive, watch } from "../../vendor/vue.js";
import { announce, store } from "../../core/store.js";
import { fileName } from "../../core/export.js";
import { number, t, unit, word } from "../../core/i18n.js";
import { emptyNote, errorNote, waiting } from "../../core/parts.js";
import { Table } from "../../core/table.js";
import { featuresOf, middleOfFeature } from "../map/features.js";
import { flyTo, select } from "../map/map.js";

/** What was asked for, by layer: features, or why there are none. */
const known = reactive(/** @type {Record<string, {features: any[]|null, error: string}>} */ ({}));

async function load(/** @type {string} */ layer) {
  known[layer] = { features: null, error: "" };
  try { known[layer] = { features: Object.freeze(await featuresOf(layer)), error: "" }; } catch (error) {
    known[layer] = { features: null, error: error instanceof Error ? error.message : String(error) };
  }
}
watch(() => store.city?.digest, () => { for (const layer of Object.keys(known)) delete known[layer]; });

/** All features of a layer once they are there; asks for them. */
export function listOf(/** @type {string} */ layer) {
  if (!known[layer]) load(layer);
  return known[layer];
}
export const again = load;

const inUnit = (/** @type {string} */ title, /** @type {string} */ symbol) => `${title} (${unit(symbol)})`;

/** The columns of a layer after the name. @returns {{id: string, title: string, isNumber?: boolean, from: string, words?: string, digits?: number}[]} */
function factsOf(/** @type {string} */ layer) {
  const kind = (/** @type {string} */ from, /** @type {string} */ words) => ({ id: "kind", title: t("place.kind"), from, words });
  const count = (/** @type {string} */ from, /** @type {string} */ title, digits = 0) => ({ id: from, title, from, isNumber: true, digits });
  return /** @type {Record<string, any[]>} */ ({
    streets: [kind("class", "class"), count("length", inUnit(t("rows.length"), "m"))],
    buildings: [kind("use", "use"), count("levels", t("rows.levels")), count("people", t("fact.people"))],
    places: [kind("kind", "kind")],
    zones: [count("people", t("fact.people")), count("jobs", t("rows.jobs"))],
    assets: [kind("kind", "asset")],
    waterways: [kind("kind", "waterway"), count("width", inUnit(t("rows.width"), "m"), 1)],
    land: [kind("use", "land")],
  })[layer] ?? [];
}

/** The layers of the city that have a table. */
export const CITY = ["streets", "buildings", "places", "zones", "assets", "waterways", "land"];
/** Those whose rows the panel of what is chosen knows. */
const CHOSEN = ["streets", "buildings", "places", "zones"];

let made = { key: "", columns: /** @type {any[]} */ ([]) };

/** The columns of a layer's features; the same as long as language and layer are. */
function columnsOf(/** @type {string} */ layer, /** @type {any[]} */ features) {
  const key = `${store.lang} ${store.strings} ${layer} ${store.city.digest} ${features.length}`;
  if (made.key === key) return made.columns;
  const of = (/** @type {number} */ row, /** @type {string} */ name) => features[row].properties[name];
  const nameOf = (/** @type {number} */ row) => of(row, "name") || "";
  made = { key, columns: [
    { id: "name", title: t("rows.name"), wide: 1.6, value: nameOf, text: (/** @type {number} */ row) => nameOf(row) || t("selection.nameless") },
    ...factsOf(layer).map(({ id, title, from, words, isNumber, digits }) => ({ id, title, isNumber, wide: isNumber ? 0.9 : 1.1,
      value: isNumber ? (/** @type {number} */ row) => of(row, from) : (/** @type {number} */ row) => (of(row, from) ? word(`${words}.${of(row, from)}`, of(row, from)) : ""),
      text: isNumber ? (/** @type {number} */ row) => number(of(row, from), digits) : undefined }))] };
  return made.columns;
}

/** Goes to a feature: it is chosen, or at least seen. */
function open(/** @type {string} */ layer, /** @type {number} */ row, /** @type {any} */ feature) {
  if (CHOSEN.includes(layer)) { select(layer, row, true); return; }
  const middle = middleOfFeature(feature);
  if (!middle) return;
  store.layers[layer].visible = true;
  flyTo(middle, 17);
  announce(feature.properties.name || t(`layer.${layer}`));
}

/** A layer's table. */
export function cityTable(/** @type {string} */ layer) {
  const { features, error } = listOf(layer);
  if (error) return errorNote(error, () => load(layer));
  if (!features) return waiting(8);
  const title = t(`layer.${layer}`);
  if (features.length === 0) return emptyNote(title, t("rows.noLayer"));
  return h(Table, { key: layer, label: title, columns: columnsOf(layer, features), count: features.length, version: features, sort: "name", open: (/** @type {number} */ row) => open(layer, row, features[row]),
    file: fileName([store.city.name, title], "csv") });
}
