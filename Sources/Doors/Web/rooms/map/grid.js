// A grid field on the map. One that moves in time is a stack of moments on the graphics card (stack.js); cells of others, and where the card cannot,
// are coloured on a canvas that the map stretches between the grid's corners, over
// streets and houses and under the names.

import { store } from "../../core/store.js";
import { set } from "./set.js";
import { isStackable, Stack } from "./stack.js";

const NAME = "field-grid";
/** How opaque a grid is by itself: names of streets and houses show through. */
const WHOLE = 0.82;
/** How long water takes from one moment to the next while time passes, in milliseconds; none where less motion is asked for. */
const FLOWS = 400;
const calm = matchMedia("(prefers-reduced-motion: reduce)");
/** Pixels a side of the canvas has at most; phones draw no larger pictures. */
const MOST = 4096;

/** How opaque the field is drawn, from 0 to 1. */
const opacity = () => (store.fieldLayer.visible ? store.fieldLayer.opacity : 0);

/** The canvas on each map, and the corners it is stretched between. @type {WeakMap<any, {canvas: HTMLCanvasElement, key: string}>} */
const canvases = new WeakMap();

/** The stack on each map, and the grid it holds. @type {WeakMap<any, {stack: Stack, key: string}>} */
const stacks = new WeakMap();

/** Shows a moment of a grid out of the stack of its moments, which is made when it is first asked for. */
function stacked(/** @type {any} */ map, /** @type {any} */ now) {
  const { about } = now.side;
  const key = JSON.stringify([about.corners, about.columns, about.rows, now.field.run, now.field.name]);
  let held = stacks.get(map);
  if (!held || held.key !== key || !map.getLayer(NAME)) {
    clearGrid(map);
    held = { stack: new Stack(NAME, about, now.field.times.length), key };
    map.addLayer(held.stack, map.getLayer("vehicles") ? "vehicles" : "edits-area");
    stacks.set(map, held);
  }
  held.stack.opacity = WHOLE * opacity();
  held.stack.show(`${now.mode} ${now.field.moment}`, now, store.playing && !calm.matches ? FLOWS : 0);
}

/** A colour of the palettes as the pixel it is in memory. */
function pixel(/** @type {string} */ colour) {
  if (colour === "transparent") return 0;
  const value = parseInt(colour.slice(1), 16);
  return ((255 << 24) | ((value & 255) << 16) | (value & 0xff00) | (value >> 16)) >>> 0;
}

/** Draws what a grid shows; each pixel is a cell, or the greatest of some where there are more than a canvas may have. */
function draw(/** @type {HTMLCanvasElement} */ canvas, /** @type {any} */ now, /** @type {any} */ about, /** @type {Record<string, string>} */ turnedColours) {
  const step = Math.ceil(Math.max(about.columns, about.rows) / MOST);
  const width = Math.ceil(about.columns / step);
  const height = Math.ceil(about.rows / step);
  if (canvas.width !== width) canvas.width = width;
  if (canvas.height !== height) canvas.height = height;
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  const image = context.createImageData(width, height);
  const pixels = new Uint32Array(image.data.buffer);
  const { bounds, colours } = now.scale;
  const inks = colours.map(pixel);
  const { values } = now;
  for (let row = 0; row < about.rows; row++) {
    const from = row * about.columns;
    const to = Math.floor(row / step) * width;
    for (let column = 0; column < about.columns; column++) {
      const value = values[from + column];
      if (value !== value) continue;
      let place = 0;
      while (place < bounds.length && value >= bounds[place]) place += 1;
      const at = to + (step === 1 ? column : Math.floor(column / step));
      if (step === 1 || pixels[at] === 0) pixels[at] = inks[place];
    }
  }
  for (const [cell, how] of now.turned) {
    const at = Math.floor(Math.floor(cell / about.columns) / step) * width + Math.floor((cell % about.columns) / step);
    pixels[at] = pixel(turnedColours[how]);
  }
  context.putImageData(image, 0, 0);
}

/** Puts a grid on the map, or draws it anew. */
export function paintGrid(/** @type {any} */ map, /** @type {any} */ now, /** @type {Record<string, string>} */ turnedColours) {
  const about = now.side.about;
  if (!about.corners) return;
  if (now.field.times.length > 1 && isStackable(map, now)) { stacked(map, now); return; }
  const key = JSON.stringify([about.corners, about.columns, about.rows]);
  if (stacks.has(map)) clearGrid(map);
  const before = canvases.get(map);
  if (before && (before.key !== key || !map.getSource(NAME))) clearGrid(map);
  const shown = canvases.get(map);
  const canvas = shown?.canvas ?? document.createElement("canvas");
  draw(canvas, now, about, turnedColours);
  if (!shown) {
    map.addSource(NAME, { type: "canvas", canvas, coordinates: about.corners, animate: false });
    map.addLayer({ id: NAME, type: "raster", source: NAME,
      paint: { "raster-opacity": WHOLE * opacity(), "raster-fade-duration": 0, "raster-resampling": "nearest" } }, map.getLayer("vehicles") ? "vehicles" : "edits-area");
    canvases.set(map, { canvas, key });
    return;
  }
  set(map, NAME, "raster-opacity", WHOLE * opacity());
  // A canvas that does not move is read again only between these two.
  const source = map.getSource(NAME);
  source.play?.();
  source.pause?.();
  map.triggerRepaint();
}

/** Takes the grid off the map. */
export function clearGrid(/** @type {any} */ map) {
  if (map.getLayer(NAME)) map.removeLayer(NAME);
  if (map.getSource(NAME)) map.removeSource(NAME);
  canvases.delete(map);
  stacks.delete(map);
}
