// A grid on the map is a four-sided figure between its corners; this is the way from a position back to column and row, by
// the projective map of the figure (P. Heckbert, Fundamentals of texture mapping, 1989, section 2.2.3). The map draws the
// figure as two triangles; over a town of 20 km the two differ by a few metres.

/** A position on the map's plane, the world one wide. */
function plane(/** @type {number[]} */ [longitude, latitude]) {
  return [longitude / 360 + 0.5, 0.5 - Math.log(Math.tan(Math.PI / 4 + (latitude * Math.PI) / 360)) / (2 * Math.PI)];
}

/** The way back from the plane. */
function unplane(/** @type {number[]} */ [x, y]) {
  return [(x - 0.5) * 360, (Math.atan(Math.exp((0.5 - y) * 2 * Math.PI)) * 360) / Math.PI - 90];
}

/** The projective map of the square onto a figure: x = (a u + b v) / (g u + h v + 1), y = (d u + e v) / (g u + h v + 1), counted from x0, y0 in `unit`s. */
export function figure(/** @type {number[][]} */ corners) {
  const [x0, y0] = plane(corners[0]);
  // Counted from the first corner, in units of about the figure's size, so that no digits are lost.
  const unit = Math.max(...corners.slice(1).map((corner) => Math.hypot(plane(corner)[0] - x0, plane(corner)[1] - y0)));
  const [p1, p2, p3] = corners.slice(1).map((corner) => plane(corner)).map(([x, y]) => [(x - x0) / unit, (y - y0) / unit]);
  const dx1 = p1[0] - p2[0];
  const dx2 = p3[0] - p2[0];
  const sx = p2[0] - p1[0] - p3[0];
  const dy1 = p1[1] - p2[1];
  const dy2 = p3[1] - p2[1];
  const sy = p2[1] - p1[1] - p3[1];
  const under = dx1 * dy2 - dx2 * dy1;
  const g = (sx * dy2 - dx2 * sy) / under;
  const h = (dx1 * sy - sx * dy1) / under;
  const a = p1[0] + g * p1[0];
  const b = p3[0] + h * p3[0];
  const d = p1[1] + g * p1[1];
  const e = p3[1] + h * p3[1];
  return { x0, y0, unit, a, b, d, e, g, h };
}

/** A position in a grid's figure, from fractions of its columns and rows; the figure may be asked for once for many. */
export function positions(/** @type {number[][]} */ corners) {
  const { x0, y0, unit, a, b, d, e, g, h } = figure(corners);
  return (/** @type {number} */ u, /** @type {number} */ v) => {
    const under = g * u + h * v + 1;
    return unplane([x0 + (unit * (a * u + b * v)) / under, y0 + (unit * (d * u + e * v)) / under]);
  };
}

/**
 * Column and row of a position, as fractions of the grid; they may lie outside of 0 … 1.
 * @param {number[][]} corners  clockwise from the first cell of the first row
 * @param {number[]} position
 */
export function fractions(corners, position) {
  const { x0, y0, unit, a, b, d, e, g, h } = figure(corners);
  const [px, py] = plane(position);
  const x = (px - x0) / unit;
  const y = (py - y0) / unit;
  const k = (a - g * x) * (e - h * y) - (b - h * x) * (d - g * y);
  return [(x * (e - h * y) - (b - h * x) * y) / k, ((a - g * x) * y - x * (d - g * y)) / k];
}

/** The cell of a grid at a position, or nothing outside of it. */
export function cellAt(/** @type {any} */ about, /** @type {number[]} */ position) {
  if (!about?.corners) return null;
  const [u, v] = fractions(about.corners, position);
  if (!(u >= 0 && u < 1 && v >= 0 && v < 1)) return null;
  return Math.floor(v * about.rows) * about.columns + Math.floor(u * about.columns);
}

/** The middle of a cell, nearly: between the corners by its share of columns and rows. */
export function middleOf(/** @type {any} */ about, /** @type {number} */ cell) {
  const [u, v] = [((cell % about.columns) + 0.5) / about.columns, (Math.floor(cell / about.columns) + 0.5) / about.rows];
  const [first, second, third, fourth] = about.corners;
  return [0, 1].map((i) => (1 - v) * ((1 - u) * first[i] + u * second[i]) + v * ((1 - u) * fourth[i] + u * third[i]));
}

/** The area of a grid's cell in m², nearly: its figure on the ground, shared by its cells. */
export function cellArea(/** @type {any} */ about) {
  const [[west, north]] = about.corners;
  const points = about.corners.map(([longitude, latitude]) => [
    (longitude - west) * 111320 * Math.cos((north * Math.PI) / 180), (latitude - north) * 110574]);
  let twice = 0;
  for (let i = 0; i < 4; i++) {
    const [[x1, y1], [x2, y2]] = [points[i], points[(i + 1) % 4]];
    twice += x1 * y2 - x2 * y1;
  }
  return Math.abs(twice) / 2 / (about.columns * about.rows);
}
