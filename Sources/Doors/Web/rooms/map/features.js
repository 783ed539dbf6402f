// Everything a layer of the map holds, from the city's OGC API – Features: for tables, and for files to take along.
import { store } from "../../core/store.js";
import { get } from "../../core/api.js";
import { t } from "../../core/i18n.js";

const PAGE = 10_000;
/** Tables whose rows can be asked for one by one. */
const KEYED = ["streets", "buildings", "zones", "places"];

/** All features of a table in the order of its rows. @type {Map<string, Promise<any[]>>} */
const known = new Map();

/** All features of a table, asked for once. */
export function featuresOf(/** @type {string} */ table) {
  const key = `${store.city.digest} ${table}`;
  let answer = known.get(key);
  if (!answer) {
    answer = fetchAll(table);
    answer.catch(() => known.delete(key));
    known.set(key, answer);
  }
  return answer;
}

async function fetchAll(/** @type {string} */ table) {
  const features = [];
  for (;;) {
    const page = await get(new URL(`ogc/collections/${table}/items?limit=${PAGE}&offset=${features.length}`, document.baseURI).href);
    features.push(...page.features);
    if (page.features.length === 0 || features.length >= page.numberMatched) break;
  }
  // Rows have no names of their own there: some are compared, so that no value goes to the wrong street.
  for (const row of KEYED.includes(table) ? new Set([0, features.length >> 1, features.length - 1]) : []) {
    if (row < 0 || row >= features.length) continue;
    const { properties } = await get(`rows/${table}/${row}?city=${store.city.digest}`);
    if (properties.key !== String(features[row].id)) throw new Error(t("export.moved"));
  }
  return features;
}

/** About the middle of a feature's shape. @returns {number[]|null} */
export function middleOfFeature(/** @type {any} */ { geometry }) {
  if (!geometry) return null;
  const all = geometry.coordinates.flat(Infinity);
  if (geometry.type === "LineString") return geometry.coordinates[geometry.coordinates.length >> 1];
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let i = 0; i + 1 < all.length; i += 2) { west = Math.min(west, all[i]); east = Math.max(east, all[i]); south = Math.min(south, all[i + 1]); north = Math.max(north, all[i + 1]); }
  return Number.isFinite(west) ? [(west + east) / 2, (south + north) / 2] : null;
}
