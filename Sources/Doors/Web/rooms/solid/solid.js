// The third dimension of the map: it is tilted and turned while it is on, houses stand up, and the sun throws their shadows.
import { watch } from "../../vendor/vue.js";
import { announce, store } from "../../core/store.js";
import { t } from "../../core/i18n.js";
import { flatten, HOUSES, NEAREST, raise } from "./look.js";
import { SHADE, ShadeLayer } from "./shade.js";
import { corners, foremost, STOREY, thrown } from "./shadow.js";
import { solid, sunNow, TILT, toNow, weaknesses } from "./state.js";

/** @type {any} */
let map = null;
let theme = /** @type {() => "light"|"dark"} */ (() => "light");
const shade = new ShadeLayer();
const calm = matchMedia("(prefers-reduced-motion: reduce)");
/** Metres beyond the view from which a shadow may reach into it. */
const BEYOND = 250;

/** Takes charge of how a map is tilted; before it is drawn for the first time. */
export function beginSolid(/** @type {any} */ drawnOn, /** @type {() => "light"|"dark"} */ ofTheme) {
  map = drawnOn;
  theme = ofTheme;
  if (!solid.date) toNow();
  if (innerWidth < 760) solid.isOpen = false;
  allow();
  if (solid.isOn) map.jumpTo({ pitch: solid.pitch, bearing: solid.bearing });
  const tell = () => {
    if (!solid.isOn) return;
    solid.pitch = map.getPitch();
    solid.bearing = map.getBearing();
  };
  map.on("rotate", tell);
  map.on("pitch", tell);
  map.on("moveend", gatherSoon);
  map.on("sourcedata", (/** @type {any} */ event) => { if (event.sourceId === "city" && event.tile) gatherSoon(); });
  watch(() => [solid.isOn, solid.colour, solid.isShaded, store.selected], showSolid);
  watch(() => [solid.date, solid.minutes], shine);
  watch(() => solid.isOn, allow);
}

/** The map may be tilted and turned while it is solid, and never otherwise. */
function allow() {
  const word = solid.isOn ? "enable" : "disable";
  map.dragRotate[word]();
  map.touchPitch[word]();
  map.touchZoomRotate[`${word}Rotation`]();
  map.keyboard[`${word}Rotation`]();
}

/** Turns it on or off; where it may be slow that is said first, and asked. */
export function toggleSolid(isSure = false) {
  if (!map) return;
  if (!solid.isOn && !isSure) {
    solid.doubts = solid.doubts.length ? [] : weaknesses();
    if (solid.doubts.length) { announce(solid.doubts.map((name) => t(`solid.weak.${name}`, { count: navigator.hardwareConcurrency })).join(" ")); return; }
  }
  solid.doubts = [];
  solid.isOn = !solid.isOn;
  if (solid.isOn) [solid.pitch, solid.bearing] = [TILT, 0];
  allow();
  // What lies in the middle beside the panel stays there.
  const offset = innerWidth >= 760 ? [202, 0] : [0, -0.24 * innerHeight];
  const center = map.unproject([innerWidth / 2 + offset[0], innerHeight / 2 + offset[1]]);
  const zoom = solid.isOn ? Math.max(map.getZoom(), NEAREST + 1) : map.getZoom();
  map.easeTo({ center, offset, zoom, pitch: solid.isOn ? TILT : 0, bearing: 0, duration: calm.matches ? 0 : 600 });
  announce(t(solid.isOn ? "solid.isOn" : "solid.isOff"));
}

/** Turns north up. */
export const turnNorth = () => map?.easeTo({ bearing: 0, duration: calm.matches ? 0 : 300 });

/** Brings the map to what is asked; also after it was styled anew. */
export function showSolid() {
  if (!map?.getLayer("edits-line-casing")) return;
  if (!solid.isOn) {
    flatten(map);
    if (map.getLayer(SHADE)) map.removeLayer(SHADE);
    return;
  }
  raise(map, theme());
  const isShaded = solid.isShaded && store.layers.buildings.visible;
  if (isShaded && !map.getLayer(SHADE)) {
    // Over streets, under what a field says of them, so that its colours stay those of its legend.
    map.addLayer(shade, "field-links");
    gatherSoon();
  } else if (!isShaded && map.getLayer(SHADE)) map.removeLayer(SHADE);
  shine();
}

/** The sun's light on walls, and where it throws shadows. */
function shine() {
  if (!map || !solid.isOn || !map.getLayer(HOUSES)) return;
  const still = { duration: 0, delay: 0 };
  const light = (/** @type {number[]} */ position, /** @type {string} */ color, /** @type {number} */ intensity) =>
    map.setLight({ anchor: "map", position, color, intensity, "position-transition": still, "color-transition": still, "intensity-transition": still });
  if (!solid.isShaded) {
    light([1.5, 210, 40], "#ffffff", 0.3);
    return;
  }
  const sun = sunNow();
  shade.thrown = thrown(sun);
  const isDark = theme() === "dark";
  const strength = isDark ? 0.5 : 0.32;
  const ink = isDark ? [0.01, 0.02, 0.05] : [0.08, 0.1, 0.25];
  // The lower the sun, the weaker its light, and what it does not reach.
  const part = Math.min(1, Math.max(0, sun.altitude) / 6) * strength;
  shade.ink = [...ink.map((value) => value * part), part];
  // Light has next to no colour of its own: houses must keep the colours of the legend.
  if (sun.altitude > 0) light([1.5, sun.azimuth, 90 - Math.max(4, sun.altitude)], sun.altitude < 12 ? "#fff3e4" : "#ffffff", 0.35);
  else light([1.5, 210, 20], "#cfd2d6", 0.12);
  map.triggerRepaint();
}

let waiting = 0;
/** Gathers the buildings in view once the map rests a little. */
function gatherSoon() {
  if (!solid.isOn || !solid.isShaded) return;
  clearTimeout(waiting);
  waiting = window.setTimeout(gather, 120);
}

/** Finds the buildings in view and lays their shadows; pieces of one at the edge of tiles shade what it shades whole. */
function gather() {
  if (!map?.getLayer(SHADE)) return;
  const began = performance.now();
  const centre = map.getCenter().toArray();
  const bounds = map.getBounds();
  const margin = BEYOND / 111_320;
  const wider = margin / Math.cos((centre[1] * Math.PI) / 180);
  const [west, south, east, north] = [bounds.getWest() - wider, bounds.getSouth() - margin, bounds.getEast() + wider, bounds.getNorth() + margin];
  const found = [];
  for (const feature of map.querySourceFeatures("city", { sourceLayer: "buildings", filter: ["has", "levels"] })) {
    const { type, coordinates } = feature.geometry;
    for (const rings of type === "Polygon" ? [coordinates] : type === "MultiPolygon" ? coordinates : []) {
      const [longitude, latitude] = rings[0][0];
      if (longitude < west || longitude > east || latitude < south || latitude > north) continue;
      found.push({ id: feature.id, height: feature.properties.levels * STOREY, rings });
    }
  }
  const shading = foremost(found, centre);
  shade.lay(corners(shading, centre), centre);
  solid.count = new Set(found.map(({ id }) => id)).size;
  solid.shading = shading.length === found.length ? solid.count : new Set(shading.map(({ id }) => id)).size;
  performance.measure("shadows", { start: began, end: performance.now(), detail: { count: shading.length } });
  map.triggerRepaint();
}
