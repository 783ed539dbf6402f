// What a scenario's changes look like on the map: closed streets, new places, areas.
import { get } from "../../core/api.js";
import { isLineOf } from "../whatif/form.js";

/** @type {Map<string, Promise<any[]>>} */
const known = new Map();

/** The pieces of a street, by its name or by its key; asked for once. */
export function pieces(/** @type {"named"|"keys"} */ by, /** @type {string} */ text) {
  const key = `${by}:${text}`;
  let answer = known.get(key);
  if (!answer) {
    answer = by === "named" ? named(text) : get(`streets/${text.split("/").map(encodeURIComponent).join("/")}`).then((feature) => [feature]);
    answer = answer.catch(() => { known.delete(key); return []; });
    known.set(key, answer);
  }
  return answer;
}

async function named(/** @type {string} */ name) {
  const features = [];
  for (;;) {
    const page = await get(`streets?named=${encodeURIComponent(name)}&limit=500&offset=${features.length}`);
    features.push(...page.features);
    if (page.features.length === 0 || features.length >= page.total) return features;
  }
}

/** One or many, as a list. */
export const list = (/** @type {unknown} */ value) => (Array.isArray(value) ? value : value === undefined || value === null || value === "" ? [] : [value]).map(String);

const EFFECTS = { "close-streets": "closed", "open-street": "opened" };

/** The features of some changes. */
export async function editFeatures(/** @type {import("../../core/store.js").Change[]} */ changes) {
  const features = [];
  for (const { keyword, fields } of changes) {
    const properties = { effect: EFFECTS[keyword] ?? "changed" };
    const streets = await Promise.all([
      ...list(fields.named).map((name) => pieces("named", name)), ...list(fields.keys).map((key) => pieces("keys", key)),
      // A turn is told by the two streets, each by its name or its key.
      ...(keyword === "ban-turn" ? [fields.from, fields.into].flatMap(list).map((text) => pieces(text.includes("/") ? "keys" : "named", text)) : [])]);
    for (const feature of streets.flat()) features.push({ type: "Feature", properties, geometry: feature.geometry });
    for (const [name, value] of Object.entries(fields)) {
      if (!Array.isArray(value) || value.length === 0) continue;
      if (value.length === 2 && value.every((number) => typeof number === "number")) {
        features.push({ type: "Feature", properties, geometry: { type: "Point", coordinates: value } });
      } else if (value.length >= 2 && value.every((pair) => Array.isArray(pair) && pair.length === 2)) {
        features.push({ type: "Feature", properties, geometry: isLineOf(keyword, name)
          ? { type: "LineString", coordinates: value } : { type: "Polygon", coordinates: [[...value, value[0]]] } });
      }
    }
  }
  return features;
}
