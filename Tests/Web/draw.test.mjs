// Drawn shapes against values worked by hand, and who asks what when: node --test Tests/Web
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

const open = (name) => import(`data:text/javascript,${encodeURIComponent(readFileSync(new URL(`../../Sources/Doors/Web/rooms/whatif/draw/${name}`, import.meta.url), "utf8"))}`);
const { area, contains, length, metresPerDegree, middles, moved, rectangle, sized, square } = await open("footprint.js");
const { newest } = await open("asking.js");

const near = (value, expected, tolerance) => assert.ok(Math.abs(value - expected) <= tolerance, `${value} is not ${expected} ± ${tolerance}`);

test("a degree has the length of the ellipsoid: 110 574 m north and 111 320 m east at the equator", () => {
  near(metresPerDegree(0)[0], 111_319.5, 0.5);
  near(metresPerDegree(0)[1], 110_574.3, 0.5);
});

test("a square of a hectare measures a hectare, and 400 m around it", () => {
  const ring = square([101.7, 3.1], 10_000);
  near(area(ring), 10_000, 1);
  near(length([...ring, ring[0]]), 400, 0.1);
  near(area(sized(ring, 20_000)), 20_000, 2);
});

test("a rectangle stays one whichever corner is dragged", () => {
  const ring = rectangle([0, 0], [2, 1]);
  for (const corner of [0, 1, 2, 3]) {
    const next = moved(ring, corner, [5, 7], true);
    assert.deepEqual(next[corner], [5, 7]);
    assert.deepEqual(next[(corner + 2) % 4], ring[(corner + 2) % 4]);
    assert.deepEqual(next, rectangle(next[0], next[2]));
  }
  assert.deepEqual(moved([[0, 0], [1, 0], [1, 1]], 1, [3, 3]), [[0, 0], [3, 3], [1, 1]]);
});

test("between the corners of a ring there are as many middles, of a line one fewer", () => {
  const points = [[0, 0], [2, 0], [2, 2]];
  assert.deepEqual(middles(points, true).map(({ at }) => at), [[1, 0], [2, 1], [1, 1]]);
  assert.equal(middles(points, false).length, 2);
  assert.ok(contains(points, [1.5, 0.5]) && !contains(points, [0.5, 1.5]));
});

test("while one question is asked only the newest of the others is, and every answer that comes is given", async () => {
  const asked = [];
  const given = [];
  const { put } = newest((question) => new Promise((answer) => { asked.push({ question, answer }); }), (answer) => given.push(answer), assert.fail, { now: () => 0 });
  for (const one of [1, 2, 3, 4]) put(one);
  assert.deepEqual(asked.map(({ question }) => question), [1]);
  asked[0].answer("one");
  await new Promise(setImmediate);
  assert.deepEqual(asked.map(({ question }) => question), [1, 4]);
  asked[1].answer("four");
  await new Promise(setImmediate);
  assert.deepEqual(given, ["one", "four"]);
});

test("a question that takes too long is broken off for a newer one, and its answer is not given", async () => {
  let time = 0;
  const asked = [];
  const given = [];
  const { put, stop } = newest((question, signal) => new Promise((answer) => { asked.push({ question, answer, signal }); }), (answer) => given.push(answer), assert.fail, { now: () => time, patience: 400 });
  put("old");
  time = 500;
  put("new");
  assert.ok(asked[0].signal.aborted);
  asked[0].answer("old");
  asked[1].answer("new");
  await new Promise(setImmediate);
  assert.deepEqual(given, ["new"]);
  put("last");
  stop();
  assert.ok(asked[2].signal.aborted);
});
