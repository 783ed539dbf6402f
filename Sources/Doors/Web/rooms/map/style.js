// How the map looks by day and by night. No glyphs: MapLibre draws text in the reader's own fonts; scripts that must be
// shaped are drawn as pictures (labels.js).
import { placeColour } from "../../core/placecolours.js";
import { liveLayers } from "../live/stylelayers.js";
import { whenFilled } from "./filled.js";

const DAY = {
  ground: "#f4f1ea", land: "#ebe6da", green: "#d9e5cc", water: "#a9cde0", waterLine: "#86b4cc", building: "#dcd3c5",
  buildingLine: "#cabfae", street: "#ffffff", casing: "#cfc6b6", major: "#fbe3a8", majorCasing: "#d8b668", path: "#b9a98d",
  zone: "#6b5f8a", text: "#3a3630", halo: "#ffffff", waterText: "#2f6d8c", tree: "#7fae72",
};
const NIGHT = {
  ground: "#13171c", land: "#191f25", green: "#17261f", water: "#12303f", waterLine: "#1d4a5f", building: "#262d35",
  buildingLine: "#333c46", street: "#3c4651", casing: "#1d232a", major: "#6b5c36", majorCasing: "#2b2618", path: "#4d4a3f",
  zone: "#a99ad0", text: "#d6dbe0", halo: "#101418", waterText: "#7fb9d6", tree: "#3f6b45",
};

/** The colours of the map by day or by night. */
export const colours = (/** @type {"light"|"dark"} */ theme) => (theme === "dark" ? NIGHT : DAY);

const FONT = ["Noto Sans Regular"];
const byZoom = (/** @type {number[]} */ ...stops) => ["interpolate", ["exponential", 1.5], ["zoom"], ...stops];
const isClass = (/** @type {string[]} */ ...names) => ["match", ["get", "class"], names, true, false];
const MAJOR = ["motorway", "trunk", "primary", "motorway_link", "trunk_link", "primary_link"];
const MIDDLE = ["secondary", "tertiary", "secondary_link", "tertiary_link"];
const MINOR = ["unclassified", "residential", "living_street", "busway", "pedestrian"];
const SERVICE = ["service", "track"];
const WALKING = ["footway", "cycleway", "path", "steps", "bridleway"];

/** Pixels a field's street is drawn wide, by zoom. */
export const FIELD_WIDTHS = [[10, 1.2], [14, 3], [18, 14]];

/** Which style layers show a layer of the list. */
export const STYLE_LAYERS = {
  land: ["land", "land-label", "land-picture"],
  waterways: ["waterways", "waterways-label", "waterways-picture"],
  zones: ["zones", "zones-line"],
  buildings: ["buildings", "buildings-line"],
  streets: ["walking", "service-casing", "minor-casing", "middle-casing", "major-casing", "service", "minor", "middle", "major", "streets-label", "streets-picture"],
  assets: ["assets"],
  places: ["places", "places-label", "places-picture"],
};

/** Style layers whose features can be picked, the uppermost first, with their table. */
export const PICKED = [
  ["places", "places"], ["major", "streets"], ["middle", "streets"], ["minor", "streets"], ["service", "streets"],
  ["walking", "streets"], ["buildings", "buildings"], ["zones", "zones"],
];

const LINES = ["match", ["geometry-type"], ["Point", "Polygon"], false, true];

function street(/** @type {string} */ id, /** @type {string[]} */ classes, /** @type {any} */ width, /** @type {string} */ colour, /** @type {string} */ casing) {
  const layer = { source: "city", "source-layer": "streets", type: "line", filter: isClass(...classes) };
  const round = { "line-cap": "round", "line-join": "round" };
  return [
    { ...layer, id: `${id}-casing`, layout: round,
      paint: { "line-color": casing, "line-width": byZoom(...width.flatMap(([zoom, value]) => [zoom, value + (zoom < 12 ? 1 : 1.6)])) } },
    { ...layer, id, layout: round,
      paint: { "line-color": ["case", ["==", ["get", "structure"], "tunnel"], casing, colour], "line-width": byZoom(...width.flat()) } },
  ];
}

/** What a town cannot do without shows from afar; shops and the like come in rows and wait until one is near. */
const ESSENTIAL = ["hospital", "clinic", "school", "university", "police", "fire-station", "shelter", "station", "market", "townhall"];
const MANY = ["shop", "restaurant", "bank", "supermarket", "pharmacy", "post-office", "toilets", "fuel"];
const isKind = (/** @type {string[]} */ kinds) => ["match", ["get", "kind"], kinds, true, false];
const SPARSE = ["any", [">=", ["zoom"], 16], ["all", [">=", ["zoom"], 14.5], ["!", isKind(MANY)]], isKind(ESSENTIAL)];

/**
 * The style of the map.
 * @param {string} tiles  the address of the tiles
 * @param {"light"|"dark"} theme
 * @param {number[]|undefined} bounds
 */
export function style(tiles, theme, bounds) {
  const c = colours(theme);
  const [major, majorTop] = street("major", MAJOR, [[8, 0.9], [11, 1.9], [13, 3.2], [15, 7], [18, 26]], c.major, c.majorCasing);
  const [middle, middleTop] = street("middle", MIDDLE, [[9, 0.7], [11, 1.2], [13, 2.3], [15, 5], [18, 22]], c.street, c.casing);
  const [minor, minorTop] = street("minor", MINOR, [[12, 0.3], [14, 1.6], [16, 5], [18, 16]], c.street, c.casing);
  const [service, serviceTop] = street("service", SERVICE, [[13, 0.3], [15, 1.2], [18, 8]], c.street, c.casing);
  const text = { "text-font": FONT, "text-size": 12, "text-padding": 4 };
  const halo = { "text-color": c.text, "text-halo-color": c.halo, "text-halo-width": 1.4 };
  const plain = ["!", ["has", "shaped"]];
  // Names drawn as pictures: upright beside a place, along a line where they name one.
  const drawn = { "icon-image": ["concat", `label-${theme}:`, ["get", "name"]] };
  const along = { ...drawn, "symbol-placement": "line", "icon-rotation-alignment": "map", "icon-keep-upright": true, "symbol-spacing": 320, "icon-padding": 4 };
  return {
    version: 8,
    // What is asked for is there at once: by software each picture on the way to it costs as much as the last.
    transition: { duration: 0, delay: 0 },
    sources: {
      city: { type: "vector", tiles: [tiles], minzoom: 0, maxzoom: 15, ...(bounds ? { bounds } : {}) },
      edits: { type: "geojson", data: { type: "FeatureCollection", features: [] } },
      selection: { type: "geojson", data: { type: "FeatureCollection", features: [] } },
      marks: { type: "geojson", data: { type: "FeatureCollection", features: [] } },
      live: { type: "geojson", data: { type: "FeatureCollection", features: [] } },
      sketch: { type: "geojson", data: { type: "FeatureCollection", features: [] } },
    },
    layers: [
      { id: "ground", type: "background", paint: { "background-color": c.ground } },
      { id: "land", source: "city", "source-layer": "land", type: "fill",
        paint: { "fill-color": ["match", ["get", "use"],
          ["forest", "grass", "park", "cemetery", "farmland", "wetland"], c.green, ["water"], c.water, c.land], "fill-antialias": false } },
      { id: "waterways", source: "city", "source-layer": "waterways", type: "line", layout: { "line-cap": "round", "line-join": "round" },
        paint: { "line-color": ["match", ["get", "kind"], "river", c.water, c.waterLine], "line-width": byZoom(8, ["match", ["get", "kind"], "river", 1.2, 0.5], 14, ["match", ["get", "kind"], ["river", "canal"], 4, 1.4], 18, ["match", ["get", "kind"], ["river", "canal"], 22, 5]) } },
      { id: "zones", source: "city", "source-layer": "zones", type: "fill", paint: { "fill-color": c.zone, "fill-opacity": 0.08 } },
      { id: "zones-line", source: "city", "source-layer": "zones", type: "line",
        paint: { "line-color": c.zone, "line-opacity": 0.55, "line-width": byZoom(11, 0.4, 14, 1), "line-dasharray": [3, 2] } },
      { id: "field-zones", source: "city", "source-layer": "zones", type: "fill", layout: { visibility: "none" }, paint: { "fill-color": "#000", "fill-opacity": 0.72 } },
      { id: "buildings", source: "city", "source-layer": "buildings", type: "fill", minzoom: 12.5, paint: { "fill-color": c.building } },
      { id: "buildings-line", source: "city", "source-layer": "buildings", type: "line", minzoom: 15.5, paint: { "line-color": c.buildingLine, "line-width": 0.7 } },
      { id: "field-buildings", source: "city", "source-layer": "buildings", type: "fill", layout: { visibility: "none" }, paint: { "fill-color": "#000", "fill-opacity": 0.95 } },
      { id: "walking", source: "city", "source-layer": "streets", type: "line", minzoom: 14, filter: isClass(...WALKING),
        paint: { "line-color": c.path, "line-width": byZoom(14, 0.6, 18, 3), "line-dasharray": [2, 1.4] } },
      service, minor, middle, major, serviceTop, minorTop, middleTop, majorTop,
      ...["field-links", "field-links-back"].map((id) => ({ id, source: "city", "source-layer": "streets", type: "line", layout: { visibility: "none", "line-cap": "round" },
        paint: { "line-color": "#000", "line-width": byZoom(...FIELD_WIDTHS.flat()) } })),
      { id: "field-zones-line", source: "city", "source-layer": "zones", type: "line", layout: { visibility: "none" },
        paint: { "line-color": c.text, "line-opacity": ["interpolate", ["linear"], ["zoom"], 11, 0.08, 14, 0.35], "line-width": byZoom(11, 0.4, 14, 0.8) } },
      { id: "edits-area", source: "edits", type: "fill", filter: ["==", ["geometry-type"], "Polygon"], paint: { "fill-color": "#d55e00", "fill-opacity": 0.25 } },
      { id: "edits-outline", source: "edits", type: "line", filter: ["==", ["geometry-type"], "Polygon"], layout: { "line-join": "round" },
        paint: { "line-color": "#d55e00", "line-width": byZoom(8, 1.5, 14, 2.2, 18, 3.5), "line-dasharray": [2.4, 1] } },
      { id: "edits-line-casing", source: "edits", type: "line", filter: LINES, layout: { "line-cap": "round", "line-join": "round" },
        paint: { "line-color": c.halo, "line-width": byZoom(8, 4, 14, 8, 18, 26) } },
      { id: "edits-line", source: "edits", type: "line", filter: LINES, layout: { "line-join": "round" },
        paint: { "line-color": ["match", ["get", "effect"], "closed", "#d55e00", "opened", "#009e73", "#0072b2"], "line-width": byZoom(8, 2, 14, 4.5, 18, 16), "line-dasharray": [1.6, 0.8] } },
      { id: "selection-line", source: "selection", type: "line", filter: ["!=", ["geometry-type"], "Point"], layout: { "line-cap": "round", "line-join": "round" },
        paint: { "line-color": "#0a84d0", "line-width": byZoom(8, 3, 14, 6, 18, 18), "line-opacity": 0.75 } },
      { id: "waterways-label", source: "city", "source-layer": "waterways", type: "symbol", minzoom: 13, filter: ["all", ["has", "name"], plain],
        layout: { ...text, "symbol-placement": "line", "text-field": ["get", "name"], "text-size": 11.5, "text-letter-spacing": 0.08 },
        paint: { "text-color": c.waterText, "text-halo-color": c.halo, "text-halo-width": 1.2 } },
      { id: "land-label", source: "city", "source-layer": "land", type: "symbol", minzoom: 15, filter: ["all", ["has", "name"], plain],
        layout: { ...text, "text-field": ["get", "name"], "text-max-width": 8, "text-size": 11 }, paint: { ...halo, "text-opacity": 0.75 } },
      { id: "streets-label", source: "city", "source-layer": "streets", type: "symbol", minzoom: 13.5, filter: ["all", ["has", "name"], plain, isClass(...MAJOR, ...MIDDLE, ...MINOR)],
        layout: { ...text, "symbol-placement": "line", "text-field": ["get", "name"], "text-size": byZoom(13, 10.5, 18, 14), "text-rotation-alignment": "map", "symbol-spacing": 320 },
        paint: halo },
      { id: "land-picture", source: "city", "source-layer": "land", type: "symbol", minzoom: 15, filter: ["all", ["has", "name"], ["has", "shaped"]], layout: { ...drawn, "icon-padding": 4 } },
      { id: "waterways-picture", source: "city", "source-layer": "waterways", type: "symbol", minzoom: 13, filter: ["all", ["has", "name"], ["has", "shaped"]], layout: along },
      { id: "streets-picture", source: "city", "source-layer": "streets", type: "symbol", minzoom: 13.5, filter: ["all", ["has", "name"], ["has", "shaped"], isClass(...MAJOR, ...MIDDLE, ...MINOR)], layout: along },
      { id: "assets", source: "city", "source-layer": "assets", type: "circle", minzoom: 15,
        paint: { "circle-color": ["match", ["get", "kind"], "tree", c.tree, c.path], "circle-radius": byZoom(15, 1.6, 18, 5), "circle-opacity": 0.85 } },
      { id: "places", source: "city", "source-layer": "places", type: "circle", minzoom: 11, filter: SPARSE,
        paint: { "circle-color": placeColour(theme), "circle-radius": byZoom(11, 2.4, 14, 4, 17, 7), "circle-stroke-color": c.halo, "circle-stroke-width": 1.4 } },
      { id: "field-places", source: "city", "source-layer": "places", type: "circle", layout: { visibility: "none" }, minzoom: 11,
        paint: { "circle-color": "#000", "circle-radius": byZoom(11, 4, 14, 6, 17, 9), "circle-stroke-color": c.halo, "circle-stroke-width": 1.4 } },
      { id: "places-label", source: "city", "source-layer": "places", type: "symbol", minzoom: 13.5, filter: ["all", ["has", "name"], plain, SPARSE],
        layout: { ...text, "text-field": ["get", "name"], "text-anchor": "top", "text-offset": [0, 0.7], "text-max-width": 9, "text-size": 11.5, "text-optional": true,
          "symbol-sort-key": ["match", ["get", "kind"], ["hospital", "university", "station", "townhall", "market"], 0, ["shop", "restaurant", "bank", "stop"], 2, 1] },
        paint: halo },
      { id: "places-picture", source: "city", "source-layer": "places", type: "symbol", minzoom: 13.5, filter: ["all", ["has", "name"], ["has", "shaped"], SPARSE],
        layout: { ...drawn, "icon-anchor": "top", "icon-offset": [0, 7] } },
      { id: "edits-point", source: "edits", type: "circle", filter: ["==", ["geometry-type"], "Point"],
        paint: { "circle-color": "#0072b2", "circle-radius": 8, "circle-stroke-color": "#fff", "circle-stroke-width": 2.5 } },
      { id: "selection-point", source: "selection", type: "circle", filter: ["all", ["==", ["geometry-type"], "Point"], ["!", ["has", "probe"]]],
        paint: { "circle-color": "rgba(10,132,208,0.15)", "circle-radius": 13, "circle-stroke-color": "#0a84d0", "circle-stroke-width": 3 } },
      { id: "probe-point", source: "selection", type: "circle", filter: ["has", "probe"],
        paint: { "circle-color": "#d55e00", "circle-radius": 6, "circle-stroke-color": "#fff", "circle-stroke-width": 2.5 } },
      { id: "marks", source: "marks", type: "circle", filter: ["has", "depth"],
        paint: { "circle-color": ["case", ["==", ["get", "depth"], 0], "#ffffff", ["step", ["get", "depth"], "#6aa5d8", 0.3, "#1f61a3", 1, "#062a52"]],
          "circle-radius": byZoom(11, 3, 14, 6, 17, 9), "circle-stroke-color": ["case", ["has", "isNew"], "#d55e00", ["==", ["get", "depth"], 0], "#62666b", "#ffffff"], "circle-stroke-width": ["case", ["has", "isNew"], 3, 1.6] } },
      { id: "counts", source: "marks", type: "circle", filter: ["has", "count"],
        paint: { "circle-color": "#8a3ffc", "circle-radius": byZoom(11, 3, 14, 5, 17, 8), "circle-stroke-color": "#ffffff", "circle-stroke-width": 1.6 } },
      { id: "marks-label", source: "marks", type: "symbol", minzoom: 14,
        layout: { ...text, "text-field": ["get", "text"], "text-size": 11, "text-anchor": "left", "text-offset": [0.8, 0], "text-optional": true }, paint: halo },
      ...liveLayers(c, theme),
      { id: "sketch-line", source: "sketch", type: "line", filter: ["!=", ["geometry-type"], "Point"], paint: { "line-color": "#0a84d0", "line-width": 2.5, "line-dasharray": [2, 1.5] } },
      { id: "sketch-point", source: "sketch", type: "circle", filter: ["==", ["geometry-type"], "Point"], paint: { "circle-color": "#0a84d0", "circle-radius": 5, "circle-stroke-color": "#fff", "circle-stroke-width": 2 } },
    ].map((layer) => (layer.source && layer.source !== "city" ? whenFilled(layer) : layer)),
  };
}
