// Where the still map looks: positions on the Web Mercator projection as pixels of the screen, and what lies near one. Numbers alone.

/** Zooms a still map has: farther out the server draws none, nearer there is nothing more to see. */
export const LEAST = 9;
export const MOST = 20;
const TILE = 512;
const RADIANS = Math.PI / 180;

/** @typedef {{center: number[], zoom: number}} View */

/** A position in pixels of the whole world at a zoom, right and down. */
export function world(/** @type {number[]} */ [longitude, latitude], /** @type {number} */ zoom) {
  const side = TILE * 2 ** zoom;
  return [((longitude + 180) / 360) * side, (0.5 - Math.asinh(Math.tan(latitude * RADIANS)) / (2 * Math.PI)) * side];
}

/** The position of a pixel of the whole world. */
export function degrees(/** @type {number[]} */ [x, y], /** @type {number} */ zoom) {
  const side = TILE * 2 ** zoom;
  return [(x / side) * 360 - 180, Math.atan(Math.sinh((0.5 - y / side) * 2 * Math.PI)) / RADIANS];
}

/** Where a position lies in a picture of a size, in pixels from its upper left corner. */
export function pixel(/** @type {number[]} */ position, /** @type {View} */ { center, zoom }, /** @type {number[]} */ [width, height]) {
  const [x, y] = world(position, zoom);
  const [cx, cy] = world(center, zoom);
  return [x - cx + width / 2, y - cy + height / 2];
}

/** The position under a pixel of a picture. */
export function position(/** @type {number[]} */ [x, y], /** @type {View} */ { center, zoom }, /** @type {number[]} */ [width, height]) {
  const [cx, cy] = world(center, zoom);
  return degrees([cx + x - width / 2, cy + y - height / 2], zoom);
}

/** West, south, east and north of a picture. */
export function edges(/** @type {View} */ view, /** @type {number[]} */ size) {
  const [west, north] = position([0, 0], view, size);
  const [east, south] = position(size, view, size);
  return [west, south, east, north];
}

/** The view so many pixels farther right and down. */
export const moved = (/** @type {View} */ { center, zoom }, /** @type {number} */ right, /** @type {number} */ down) => {
  const [x, y] = world(center, zoom);
  return { center: degrees([x + right, y + down], zoom), zoom };
};

/** The view so much nearer, about a pixel that stays where it is. */
export function zoomed(/** @type {View} */ view, /** @type {number} */ steps, /** @type {number[]} */ at, /** @type {number[]} */ size) {
  const zoom = Math.min(MOST, Math.max(LEAST, view.zoom + steps));
  const [x, y] = world(position(at, view, size), zoom);
  return { center: degrees([x - at[0] + size[0] / 2, y - at[1] + size[1] / 2], zoom), zoom };
}

/** A view with a position under a pixel. */
export function withAt(/** @type {number[]} */ place, /** @type {number} */ zoom, /** @type {number[]} */ at, /** @type {number[]} */ size) {
  const near = Math.min(MOST, Math.max(LEAST, zoom));
  const [x, y] = world(place, near);
  return { center: degrees([x - at[0] + size[0] / 2, y - at[1] + size[1] / 2], near), zoom: near };
}

/** The view that has a box between what covers the edges. */
export function fitting(/** @type {number[]} */ [west, south, east, north], /** @type {number[]} */ size, /** @type {{left: number, right: number, top: number, bottom: number}} */ covered) {
  const [left, top] = world([west, north], 0);
  const [right, bottom] = world([east, south], 0);
  const room = [Math.max(40, size[0] - covered.left - covered.right), Math.max(40, size[1] - covered.top - covered.bottom)];
  const zoom = Math.log2(Math.min(room[0] / Math.max(right - left, 1e-9), room[1] / Math.max(bottom - top, 1e-9)));
  return withAt(degrees([(left + right) / 2, (top + bottom) / 2], 0), zoom, middle(size, covered), size);
}

/** The middle of what is not covered. */
export const middle = (/** @type {number[]} */ [width, height], /** @type {{left: number, right: number, top: number, bottom: number}} */ { left, right, top, bottom }) =>
  [(left + width - right) / 2, (top + height - bottom) / 2];

/** The view with its middle no farther from a box than the box is large. */
export function kept(/** @type {View} */ { center, zoom }, /** @type {number[]} */ [west, south, east, north]) {
  const [wide, high] = [Math.max(0.05, east - west), Math.max(0.05, north - south)];
  return { zoom: Math.min(MOST, Math.max(LEAST, zoom)), center: [Math.min(east + wide, Math.max(west - wide, center[0])), Math.min(north + high, Math.max(south - high, center[1]))] };
}

/** How a picture of one view is laid so that it fits another: pixels right and down of its upper left corner, and how much larger. */
export function laidOver(/** @type {View} */ picture, /** @type {View} */ now, /** @type {number[]} */ size) {
  const larger = 2 ** (now.zoom - picture.zoom);
  const [x, y] = pixel(picture.center, now, size);
  return { x: x - (size[0] / 2) * larger, y: y - (size[1] / 2) * larger, larger };
}

/** Metres on the ground to a pixel. */
export const metresPerPixel = (/** @type {View} */ { center, zoom }) => (40075016.686 * Math.cos(center[1] * RADIANS)) / (TILE * 2 ** zoom);

/** The point among features that is nearest to a pixel and no farther than `reach`. */
export function nearest(/** @type {any[]} */ features, /** @type {number[]} */ at, /** @type {number} */ reach, /** @type {View} */ view, /** @type {number[]} */ size) {
  let best = null;
  let least = reach;
  for (const feature of features) {
    if (feature.geometry?.type !== "Point") continue;
    const [x, y] = pixel(feature.geometry.coordinates, view, size);
    const away = Math.hypot(x - at[0], y - at[1]);
    if (away <= least) { best = feature; least = away; }
  }
  return best;
}

/** The lines and points of a geometry as pixels, with whether a line is closed. @returns {{points: number[][], isClosed: boolean, isPoint: boolean}[]} */
export function outlined(/** @type {any} */ geometry, /** @type {View} */ view, /** @type {number[]} */ size) {
  const line = (/** @type {number[][]} */ positions, isClosed = false) => ({ points: positions.map((one) => pixel(one, view, size)), isClosed, isPoint: false });
  switch (geometry?.type) {
    case "Point": return [{ points: [pixel(geometry.coordinates, view, size)], isClosed: false, isPoint: true }];
    case "MultiPoint": return geometry.coordinates.map((/** @type {number[]} */ one) => ({ points: [pixel(one, view, size)], isClosed: false, isPoint: true }));
    case "LineString": return [line(geometry.coordinates)];
    case "MultiLineString": return geometry.coordinates.map((/** @type {number[][]} */ one) => line(one));
    case "Polygon": return geometry.coordinates.map((/** @type {number[][]} */ one) => line(one, true));
    case "MultiPolygon": return geometry.coordinates.flat().map((/** @type {number[][]} */ one) => line(one, true));
    default: return [];
  }
}
