// Values that were chosen in the drawing of before and after, on the map: their streets, houses, zones or places stand out, cells by a dot.
import { reactive, watch } from "../../vendor/vue.js";
import { store } from "../../core/store.js";
import { TABLES } from "../map/field.js";
import { firstMap } from "../map/map.js";
import { middleOf } from "../map/quad.js";

/** The places of the chosen pairs among all of a field, and their rows of the field; nothing while none are. */
export const brushed = reactive({ key: "", places: /** @type {number[]} */ ([]), rows: /** @type {number[]} */ ([]) });

/** Cells that are marked on the map, at most. */
const MOST = 3000;
const COLOUR = "#0a84d0";
const LAYERS = ["brushed-fill", "brushed-line", "brushed-point"];
const isArea = (/** @type {string} */ table) => table === "zones" || table === "buildings";

const line = { type: "line", layout: { "line-cap": "round", "line-join": "round" } };

/** Takes the marks away. */
function clear(/** @type {any} */ map) {
  for (const id of LAYERS) if (map.getLayer(id)) map.removeLayer(id);
  if (map.getSource("brushed")) map.removeSource("brushed");
}

function draw() {
  const map = firstMap();
  if (!map?.isStyleLoaded() && !map?.getLayer("ground")) return;
  clear(map);
  const { field } = store;
  if (!field || brushed.places.length === 0) return;
  const table = TABLES[/** @type {keyof typeof TABLES} */ (field.carrier)];
  const above = map.getLayer("edits-area") ? "edits-area" : undefined;
  if (!table) {
    const features = brushed.rows.slice(0, MOST).map((cell) => ({ type: "Feature", properties: {}, geometry: { type: "Point", coordinates: middleOf(field.about, cell) } }));
    map.addSource("brushed", { type: "geojson", data: { type: "FeatureCollection", features } });
    map.addLayer({ id: "brushed-point", source: "brushed", type: "circle", paint: { "circle-radius": ["interpolate", ["linear"], ["zoom"], 11, 1.5, 16, 5], "circle-color": COLOUR, "circle-stroke-color": "#fff", "circle-stroke-width": 1 } }, above);
    return;
  }
  const of = { source: "city", "source-layer": table, filter: ["in", ["id"], ["literal", brushed.rows]] };
  if (table === "places") map.addLayer({ id: "brushed-point", ...of, type: "circle", paint: { "circle-radius": 13, "circle-opacity": 0, "circle-stroke-color": COLOUR, "circle-stroke-width": 3 } }, above);
  else {
    if (isArea(table)) map.addLayer({ id: "brushed-fill", ...of, type: "fill", paint: { "fill-color": COLOUR, "fill-opacity": 0.12 } }, above);
    map.addLayer({ id: "brushed-line", ...of, ...line, paint: { "line-color": COLOUR, "line-opacity": 0.9, "line-width": isArea(table) ? 2.5 : ["interpolate", ["linear"], ["zoom"], 11, 2.5, 14, 5, 18, 14] } }, above);
  }
}

/** Chooses pairs: their places among all, and the rows of the map they stand for. */
export function choose(/** @type {string} */ key, /** @type {number[]} */ places, /** @type {number[]} */ rows) {
  Object.assign(brushed, { key, places, rows: [...new Set(rows)] });
}

watch(() => [brushed.rows, store.field?.name, store.theme], () => requestAnimationFrame(draw));
