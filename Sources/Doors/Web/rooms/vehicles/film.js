// Frames of vehicles as the server sends them: a window of a run's day, and single frames out of the stream.

/** Nobody is in a slot whose x is this. */
export const NOBODY = -32768;

/**
 * Vehicles on the map's plane (the world one wide), frame by frame: in each a slot holds the same vehicle, or nobody.
 * @typedef {{origin: number[], step: number, from: number, pace: number, frames: number, slots: number, every: number,
 *   x: Int16Array, y: Int16Array, what: Uint8Array}} Film
 */

/** A window as `GET runs/{id}/vehicles` answers it; fails on bytes that are none. @returns {Film} */
export function decodeWindow(/** @type {ArrayBuffer} */ buffer) {
  const view = new DataView(buffer);
  if (buffer.byteLength < 60 || view.getUint32(0, true) !== 0x3157464b) throw new Error("These bytes are no frames of vehicles.");
  const [x0, y0, step, from, pace] = [0, 1, 2, 3, 4].map((place) => view.getFloat64(4 + 8 * place, true));
  const [frames, slots, every] = [0, 1, 2].map((place) => view.getUint32(44 + 4 * place, true));
  if (buffer.byteLength !== 60 + frames * slots * 5 || slots % 4) throw new Error("Frames of vehicles were cut short.");
  const [x, y, what] = [new Int16Array(frames * slots), new Int16Array(frames * slots), new Uint8Array(frames * slots)];
  for (let frame = 0; frame < frames; frame++) {
    const at = 60 + frame * slots * 5;
    const [dx, dy, turned] = [new Int16Array(buffer, at, slots), new Int16Array(buffer, at + 2 * slots, slots), new Uint8Array(buffer, at + 4 * slots, slots)];
    const row = frame * slots;
    if (frame === 0) {
      x.set(dx);
      y.set(dy);
      what.set(turned);
      continue;
    }
    // Each is told by what differs from the frame before; typed arrays wrap by themselves.
    for (let slot = 0; slot < slots; slot++) {
      x[row + slot] = x[row - slots + slot] + dx[slot];
      y[row + slot] = y[row - slots + slot] + dy[slot];
      what[row + slot] = what[row - slots + slot] ^ turned[slot];
    }
  }
  return { origin: [x0, y0], step, from, pace, frames, slots, every, x, y, what };
}

/** The frame before a moment, and how far it is towards the next, 0 … 1; nothing outside of the window. */
export function placeIn(/** @type {Film} */ film, /** @type {number} */ moment) {
  const place = film.pace > 0 ? (moment - film.from) / film.pace : 0;
  if (place < 0 || place > film.frames - 1) return null;
  const frame = Math.min(film.frames - 1, Math.floor(place));
  return { frame, next: Math.min(film.frames - 1, frame + 1), part: place - frame };
}

/** How many there are in a frame. */
export function countIn(/** @type {Film} */ film, /** @type {number} */ frame) {
  let count = 0;
  for (let at = frame * film.slots; at < (frame + 1) * film.slots; at++) if (film.x[at] !== NOBODY) count += 1;
  return count;
}

/** Where each slot is at a moment, in metres east and south of the film's origin, nearly; NaN for nobody. What the shader does, for those who read. */
export function positionsAt(/** @type {Film} */ film, /** @type {number} */ moment) {
  const place = placeIn(film, moment);
  const found = new Float32Array(film.slots * 2).fill(NaN);
  if (!place) return found;
  const [one, other] = [place.frame * film.slots, place.next * film.slots];
  for (let slot = 0; slot < film.slots; slot++) {
    if (film.x[one + slot] === NOBODY) continue;
    const part = film.x[other + slot] === NOBODY ? 0 : place.part;
    found[2 * slot] = film.x[one + slot] + part * (film.x[other + slot] - film.x[one + slot]);
    found[2 * slot + 1] = film.y[one + slot] + part * (film.y[other + slot] - film.y[one + slot]);
  }
  return found;
}

/** Where vehicles' numbers of the stream count from. */
export function decodeHead(/** @type {Uint8Array} */ payload) {
  const view = new DataView(payload.buffer, payload.byteOffset, payload.byteLength);
  return { origin: [view.getFloat64(0, true), view.getFloat64(8, true)], step: view.getFloat64(16, true), every: view.getUint32(24, true) };
}

/** A frame of the stream, as a film of one frame. @returns {Film} */
export function decodeFrame(/** @type {Uint8Array} */ payload, /** @type {ReturnType<typeof decodeHead>} */ head) {
  const view = new DataView(payload.buffer, payload.byteOffset, payload.byteLength);
  const slots = view.getUint32(8, true);
  if (payload.byteLength !== 12 + slots * 5) throw new Error("A frame of vehicles was cut short.");
  // Copied, so that they lie evenly in memory.
  const copy = payload.slice(12).buffer;
  return { ...head, from: view.getFloat64(0, true), pace: 0, frames: 1, slots,
    x: new Int16Array(copy, 0, slots), y: new Int16Array(copy, 2 * slots, slots), what: new Uint8Array(copy, 4 * slots, slots) };
}
