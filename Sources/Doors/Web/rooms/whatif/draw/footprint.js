// Shapes on the ground: what a drawn ring or line measures, and how its corners move. Positions are [longitude, latitude]; needs nothing else.

/** @typedef {number[]} Position */

/** Metres that a degree is long at a latitude, east and north, on the WGS 84 ellipsoid. @returns {[number, number]} */
export function metresPerDegree(/** @type {number} */ latitude) {
  const angle = (latitude * Math.PI) / 180;
  const flat = 1 - 0.00669437999014 * Math.sin(angle) ** 2;
  return [(Math.PI / 180) * (6378137 / Math.sqrt(flat)) * Math.cos(angle), (Math.PI / 180) * (6378137 * (1 - 0.00669437999014)) / flat ** 1.5];
}

/** Positions as metres east and north of the first. */
function flat(/** @type {Position[]} */ points) {
  const [east, north] = metresPerDegree(points[0][1]);
  return points.map(([x, y]) => [(x - points[0][0]) * east, (y - points[0][1]) * north]);
}

/** m² inside a ring, closed or not. */
export function area(/** @type {Position[]} */ ring) {
  if (ring.length < 3) return 0;
  const points = flat(ring);
  let doubled = 0;
  for (let i = 0; i < points.length; i++) {
    const [a, b] = [points[i], points[(i + 1) % points.length]];
    doubled += a[0] * b[1] - b[0] * a[1];
  }
  return Math.abs(doubled) / 2;
}

/** Metres along a line. */
export function length(/** @type {Position[]} */ line) {
  if (line.length < 2) return 0;
  const points = flat(line);
  return points.slice(1).reduce((sum, point, i) => sum + Math.hypot(point[0] - points[i][0], point[1] - points[i][1]), 0);
}

/** The ring of the rectangle between two opposite corners. @returns {Position[]} */
export const rectangle = (/** @type {Position} */ a, /** @type {Position} */ b) => [a, [b[0], a[1]], b, [a[0], b[1]]];

/** The ring with one corner elsewhere; that of a rectangle takes its neighbours along. @returns {Position[]} */
export function moved(/** @type {Position[]} */ points, /** @type {number} */ corner, /** @type {Position} */ to, isRectangle = false) {
  if (isRectangle && points.length === 4) {
    const across = points[(corner + 2) % 4];
    // As rectangle() lays them: from an even corner the next one has its latitude, from an odd one its longitude.
    const [next, last] = corner % 2 === 0 ? [[across[0], to[1]], [to[0], across[1]]] : [[to[0], across[1]], [across[0], to[1]]];
    return points.map((_, i) => [to, next, across, last][(i - corner + 4) % 4]);
  }
  return points.map((point, i) => (i === corner ? to : point));
}

/** All positions shifted by a difference. @returns {Position[]} */
export const shifted = (/** @type {Position[]} */ points, /** @type {Position} */ by) => points.map(([x, y]) => [x + by[0], y + by[1]]);

/** The points halfway between corners, each with the place a corner put there would have. @returns {{at: Position, place: number}[]} */
export function middles(/** @type {Position[]} */ points, /** @type {boolean} */ isRing) {
  const pairs = points.slice(1).map((point, i) => ({ at: [(points[i][0] + point[0]) / 2, (points[i][1] + point[1]) / 2], place: i + 1 }));
  const last = points[points.length - 1];
  if (isRing && points.length > 2) pairs.push({ at: [(last[0] + points[0][0]) / 2, (last[1] + points[0][1]) / 2], place: points.length });
  return pairs;
}

/** The mean of the corners. @returns {Position} */
export const middle = (/** @type {Position[]} */ points) =>
  [points.reduce((sum, point) => sum + point[0], 0) / points.length, points.reduce((sum, point) => sum + point[1], 0) / points.length];

/** The ring drawn out or together about its middle until it has so many m². @returns {Position[]} */
export function sized(/** @type {Position[]} */ ring, /** @type {number} */ wanted) {
  const now = area(ring);
  if (!(now > 0) || !(wanted > 0)) return ring;
  const [x, y] = middle(ring);
  const scale = Math.sqrt(wanted / now);
  return ring.map((point) => [x + (point[0] - x) * scale, y + (point[1] - y) * scale]);
}

/** The square of so many m² about a position. @returns {Position[]} */
export function square(/** @type {Position} */ about, /** @type {number} */ wanted) {
  const [east, north] = metresPerDegree(about[1]);
  const half = Math.sqrt(wanted) / 2;
  return rectangle([about[0] - half / east, about[1] - half / north], [about[0] + half / east, about[1] + half / north]);
}

/** Whether a position lies in a ring, by the even-odd rule. */
export function contains(/** @type {Position[]} */ ring, /** @type {Position} */ [x, y]) {
  let isInside = false;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    const [a, b] = [ring[i], ring[j]];
    if ((a[1] > y) !== (b[1] > y) && x < a[0] + ((y - a[1]) / (b[1] - a[1])) * (b[0] - a[0])) isInside = !isInside;
  }
  return isInside;
}

/** A position as scenarios keep it: to a tenth of a metre. @returns {Position} */
export const rounded = (/** @type {Position} */ [x, y]) => [Number(x.toFixed(6)), Number(y.toFixed(6))];
