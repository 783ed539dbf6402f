// How houses look when they stand up: their height, and their colour — plain, by use, or what a field says of them.
import { store } from "../../core/store.js";
import { set } from "../map/set.js";
import { STOREY } from "./shadow.js";
import { solid } from "./state.js";

/** The layer of upright houses. */
export const HOUSES = "solid";
/** Storeys come with the tiles from here on. */
export const NEAREST = 14;

const PLAIN = { light: "#dccfba", dark: "#4f5c69" };
const SELECTED = { light: "#0a84d0", dark: "#6ec1f0" };

/** Colours of uses, by day and by night. */
export const USES = {
  residential: { light: "#ead6ae", dark: "#7d6c48" },
  commercial: { light: "#e8a06a", dark: "#a5683a" },
  industrial: { light: "#a9a3bf", dark: "#625d7c" },
  education: { light: "#85b5e0", dark: "#3f72a3" },
  health: { light: "#e6879b", dark: "#a24a60" },
  worship: { light: "#86c7a4", dark: "#3f8262" },
  civic: { light: "#ba92d2", dark: "#774f90" },
  agricultural: { light: "#bcc670", dark: "#70783a" },
  parking: { light: "#b5b8bb", dark: "#5d646b" },
  ancillary: { light: "#d3c6b3", dark: "#5f564a" },
  unknown: { light: "#e4dfd6", dark: "#48525d" },
};

/** Lets houses stand up, or paints them anew. */
export function raise(/** @type {any} */ map, /** @type {"light"|"dark"} */ theme) {
  if (!map.getLayer(HOUSES)) {
    map.addLayer({
      id: HOUSES, type: "fill-extrusion", source: "city", "source-layer": "buildings", minzoom: NEAREST, filter: ["has", "levels"],
      paint: { "fill-extrusion-height": ["*", ["get", "levels"], STOREY], "fill-extrusion-color": PLAIN[theme] },
    }, "edits-line-casing");
  }
  // What lies under a house that stands needs no smooth edge, and its edge is a drawing of its own.
  set(map, "buildings", "fill-antialias", false);
  const { visible, opacity } = store.layers.buildings;
  set(map, HOUSES, "visibility", visible ? "visible" : "none");
  set(map, HOUSES, "fill-extrusion-opacity", opacity);
  set(map, HOUSES, "fill-extrusion-color", colour(map, theme));
}

/** Lays houses flat again. */
export function flatten(/** @type {any} */ map) {
  if (!map.getLayer(HOUSES)) return;
  map.removeLayer(HOUSES);
  set(map, "buildings", "fill-antialias", true);
}

function colour(/** @type {any} */ map, /** @type {"light"|"dark"} */ theme) {
  const uses = Object.entries(USES).filter(([use]) => use !== "unknown").flatMap(([use, colours]) => [use, colours[theme]]);
  const own = solid.colour === "use" ? ["match", ["get", "use"], ...uses, USES.unknown[theme]] : PLAIN[theme];
  const isField = map.getLayoutProperty("field-buildings", "visibility") === "visible";
  // A house of which the field says nothing keeps its own colour.
  const silent = ["all", ["==", ["feature-state", "value"], null], ["==", ["feature-state", "how"], null]];
  const painted = isField ? ["case", silent, own, map.getPaintProperty("field-buildings", "fill-color")] : own;
  return store.selected?.table === "buildings" ? ["case", ["==", ["id"], store.selected.row], SELECTED[theme], painted] : painted;
}
