// Frames of vehicles and of the stream: what the server writes is what the page reads.
import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "./module.mjs";

const { countIn, decodeFrame, decodeHead, decodeWindow, NOBODY, placeIn, positionsAt } = await load("rooms/vehicles/film.js");
const { eventsOf, Frames } = await load("core/framing.js");

/** A window of frames, each a list of [x, y, what] or nothing. */
function windowOf(frames, slots = 4) {
  const buffer = new ArrayBuffer(60 + frames.length * slots * 5);
  const view = new DataView(buffer);
  [0x4b, 0x46, 0x57, 0x31].forEach((byte, at) => view.setUint8(at, byte));
  [0.78, 0.48, 2.5e-8, 1000, 2000].forEach((value, at) => view.setFloat64(4 + 8 * at, value, true));
  [frames.length, slots, 3, 0].forEach((value, at) => view.setUint32(44 + 4 * at, value, true));
  let before = Array.from({ length: slots }, () => [0, 0, 0]);
  frames.forEach((frame, number) => {
    const at = 60 + number * slots * 5;
    const now = Array.from({ length: slots }, (_, slot) => frame[slot] ?? [NOBODY, 0, 0]);
    now.forEach(([x, y, what], slot) => {
      view.setInt16(at + 2 * slot, x - before[slot][0], true);
      view.setInt16(at + 2 * slots + 2 * slot, y - before[slot][1], true);
      view.setUint8(at + 4 * slots + slot, what ^ before[slot][2]);
    });
    before = now;
  });
  return buffer;
}

test("a window is read frame by frame, over numbers that wrap", () => {
  const film = decodeWindow(windowOf([[[30000, -5, 40], null], [[30010, -7, 41], [-30000, 8, 96]], [null, [-29990, 8, 96]]]));
  assert.deepEqual([film.frames, film.slots, film.every, film.from, film.pace], [3, 4, 3, 1000, 2000]);
  assert.deepEqual([...film.x], [30000, NOBODY, NOBODY, NOBODY, 30010, -30000, NOBODY, NOBODY, NOBODY, -29990, NOBODY, NOBODY]);
  assert.deepEqual([...film.y.slice(0, 6)], [-5, 0, 0, 0, -7, 8]);
  assert.deepEqual([...film.what.slice(4, 6)], [41, 96]);
  assert.deepEqual([0, 1, 2].map((frame) => countIn(film, frame)), [1, 2, 1]);
});

test("bytes that are none are refused", () => {
  assert.throws(() => decodeWindow(new ArrayBuffer(10)));
  assert.throws(() => decodeWindow(windowOf([[null]]).slice(0, 70)));
  assert.throws(() => decodeWindow(new ArrayBuffer(200)));
});

test("between two frames one is on the way; who goes or comes stands", () => {
  const film = decodeWindow(windowOf([[[0, 0, 0], [100, 100, 0], null], [[10, -20, 0], null, [50, 50, 0]]]));
  assert.deepEqual(placeIn(film, 1500), { frame: 0, next: 1, part: 0.25 });
  assert.equal(placeIn(film, 999), null);
  assert.equal(placeIn(film, 3001), null);
  const at = positionsAt(film, 1500);
  assert.deepEqual([...at.slice(0, 4)], [2.5, -5, 100, 100]);
  assert.ok(Number.isNaN(at[4]));
  assert.deepEqual([...positionsAt(film, 3000).slice(0, 2)], [10, -20]);
});

/** A frame of the stream. */
function frame(kind, time, payload) {
  const bytes = new Uint8Array(13 + payload.length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, 9 + payload.length, true);
  view.setUint8(4, kind);
  view.setFloat64(5, time, true);
  bytes.set(payload, 13);
  return bytes;
}

test("frames are put together out of any pieces", () => {
  const text = new TextEncoder().encode('event: observed\ndata: [[1,2,3,0]]\n\nevent: alerts\ndata: {}\n\n');
  const all = [frame(0, 5, []), frame(1, 6, text), frame(77, 7, [1, 2]), frame(2, 8, [])];
  const bytes = new Uint8Array(all.flatMap((one) => [...one]));
  for (const size of [1, 3, 13, 1000]) {
    const frames = new Frames();
    const found = [];
    for (let at = 0; at < bytes.length; at += size) found.push(...frames.take(bytes.slice(at, at + size)));
    assert.deepEqual(found.map(({ kind, time }) => [kind, time]), [["beat", 5], ["events", 6], ["", 7], ["gap", 8]]);
    assert.deepEqual(eventsOf(found[1].payload), [{ name: "observed", data: "[[1,2,3,0]]" }, { name: "alerts", data: "{}" }]);
  }
  assert.throws(() => new Frames().take(new Uint8Array([0, 0, 0, 0])));
});

test("a frame of vehicles out of the stream", () => {
  const head = new Uint8Array(28);
  const headView = new DataView(head.buffer);
  [0.5, 0.25, 1e-8].forEach((value, at) => headView.setFloat64(8 * at, value, true));
  headView.setUint32(24, 2, true);
  const payload = new Uint8Array(12 + 20);
  const view = new DataView(payload.buffer);
  view.setFloat64(0, 8000, true);
  view.setUint32(8, 4, true);
  [7, NOBODY, NOBODY, NOBODY].forEach((value, slot) => view.setInt16(12 + 2 * slot, value, true));
  view.setUint8(28, 33);
  // As it comes: behind other bytes, at an odd place.
  const shifted = new Uint8Array(payload.length + 1);
  shifted.set(payload, 1);
  const film = decodeFrame(shifted.subarray(1), decodeHead(head));
  assert.deepEqual([film.origin, film.step, film.every, film.from, film.slots], [[0.5, 0.25], 1e-8, 2, 8000, 4]);
  assert.deepEqual([film.x[0], film.x[1], film.what[0]], [7, NOBODY, 33]);
});
