// The vehicles of a run of traffic on the maps: a layer on each, and one clock for both.
import { store } from "../../core/store.js";
import { inks, rgb } from "./colours.js";
import { beginMotion, connect, filmNow, moment, motion } from "./motion.js";
import { VehicleLayer, VEHICLES } from "./layer.js";
import { positionsAt } from "./film.js";

const calm = matchMedia("(prefers-reduced-motion: reduce)");
/** The maps there are, the first first. @type {() => any[]} */
let maps = () => [];
let theme = /** @type {() => "light"|"dark"} */ (() => "light");
let begun = false;
let stepping = 0;

/** Whose vehicles a map shows: those of the day it shows the streets of. */
const sideOf = (/** @type {any} */ one) => {
  const isSecond = one !== maps()[0];
  const mode = isSecond ? store.compare.mode : store.shown?.mode;
  return mode === "baseline" ? "baseline" : "run";
};

/** What a map is to show now. */
function look(/** @type {any} */ one) {
  const { visible, opacity } = store.vehicles;
  if (!visible || !motion.isOffered) return null;
  const film = filmNow(sideOf(one));
  if (motion.isRunning && !calm.matches) requestAnimationFrame(() => one.triggerRepaint());
  if (!film) return null;
  const isDark = theme() === "dark";
  return { film, moment: moment(), isStepped: calm.matches, inks: inks(motion.by, theme()).map(rgb), rim: isDark ? [0.05, 0.06, 0.08] : [1, 1, 1],
    byClass: motion.by === "class", opacity };
}

function redraw() {
  for (const one of maps()) {
    layVehicles(one);
    if (one.getLayer(VEHICLES)) one.triggerRepaint();
  }
  clearTimeout(stepping);
  // Whoever asked for less motion sees a picture a second, and no way between.
  if (motion.isRunning && calm.matches) stepping = window.setTimeout(redraw, 1000);
}

/** Takes charge of the vehicles on the page's maps. */
export function beginVehicles(/** @type {() => any[]} */ all, /** @type {() => "light"|"dark"} */ ofTheme) {
  if (begun) return;
  begun = true;
  maps = all;
  theme = ofTheme;
  connect(redraw, () => {
    const bounds = maps()[0]?.getBounds();
    return bounds ? [bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()] : null;
  });
  beginMotion();
}

/** Lays the layer on a map that has none, once there are vehicles to be shown. */
export function layVehicles(/** @type {any} */ one) {
  // Numbers of whole bytes need the newer WebGL; without it there is the table.
  if (!motion.isOffered || !one.getLayer("edits-area") || one.getLayer(VEHICLES) || !(one.getCanvas().getContext("webgl2"))) return;
  one.addLayer(new VehicleLayer(() => look(one)), "edits-area");
}

/** Brings maps to what the list of layers says. */
export const showVehicles = redraw;

/** For those who look behind the page: where vehicles are, in metres from the middle of the town, and the bytes that came. */
export const vehiclesNow = () => {
  const film = maps().length ? filmNow(sideOf(maps()[0])) : null;
  return { moment: moment(), count: motion.count, at: film ? [...positionsAt(film, moment())] : [] };
};
