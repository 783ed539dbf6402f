// What charts and long tables reckon: which point is meant, where axes end, which rows are in sight and in which order.
import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "./module.mjs";

const { columnAt, digitsOf, nearest, roundEnds } = await load("core/points.js");
const { arrange, inSight, stepTo, wordsOf } = await load("core/window.js");
const { binWidth, quantile, shares } = await load("rooms/traffic/bins.js");

const of = (places) => ({ count: places.length, at: (place) => places[place] });

test("the nearest point across is found at both ends and between", () => {
  const points = of([[0, 5], [10, 6], [40, 7]]);
  assert.deepEqual([-5, 4, 6, 24, 26, 99].map((x) => columnAt(points, x)), [0, 0, 1, 1, 2, 2]);
  assert.equal(columnAt(of([]), 3), -1);
  assert.equal(columnAt(points, NaN), -1);
});

test("a dot is meant only when it is near on the screen, however long the axes are", () => {
  const points = of([[0, 0], [100, 0.5], [200, 1]]);
  assert.equal(nearest(points, [105, 0.5], [1, 200]), 1);
  assert.equal(nearest(points, [150, 0.75], [1, 200], 24), -1);
  assert.equal(nearest(points, [150, 0.75], [1, 200], 200) >= 0, true);
});

test("axes end on round steps, and one value alone has room", () => {
  assert.deepEqual(roundEnds(0, 86.3), { from: 0, to: 100, step: 25, digits: 0 });
  assert.deepEqual(roundEnds(15.2, 55), { from: 10, to: 60, step: 10, digits: 0 });
  assert.deepEqual(roundEnds(-0.4, 0.3), { from: -0.4, to: 0.4, step: 0.2, digits: 1 });
  const alone = roundEnds(7, 7);
  assert.ok(alone.from < 7 && alone.to > 7);
  assert.deepEqual(roundEnds(Infinity, -Infinity), { from: 0, to: 1, step: 0.25, digits: 2 });
  assert.equal(digitsOf(0.25), 2);
  for (const [low, high] of [[0, 1e-6], [1e9, 1.5e9], [-3, 0], [0.001, 0.0013]]) {
    const { from, to, step } = roundEnds(low, high);
    assert.ok(from <= low && to >= high && (to - from) / step <= 7, `${low} … ${high}: ${from} … ${to} by ${step}`);
  }
});

test("of ten thousand rows those in sight are drawn, and a few around them", () => {
  assert.deepEqual(inSight(10_000, 40, 0, 400), { first: 0, last: 18 });
  assert.deepEqual(inSight(10_000, 40, 200_000, 400), { first: 4992, last: 5018 });
  assert.deepEqual(inSight(10_000, 40, 399_600, 400), { first: 9982, last: 10_000 });
  assert.deepEqual(inSight(0, 40, 0, 400), { first: 0, last: 0 });
  assert.deepEqual(inSight(5, 40, 9000, 400), { first: 0, last: 5 });
});

test("keys lead from row to row and never past an end", () => {
  assert.equal(stepTo("ArrowDown", 9, 10, 5), 9);
  assert.equal(stepTo("PageUp", 3, 10, 5), 0);
  assert.equal(stepTo("End", 3, 10, 5), 9);
  assert.equal(stepTo("Home", 3, 10, 5), 0);
  assert.equal(stepTo("x", 3, 10, 5), undefined);
  assert.equal(stepTo("End", 0, 0, 5), undefined);
});

test("rows are found by all their words and stand in order, those without a value last either way", () => {
  const names = ["Jalan 10", "Jalan 2", "Lorong 2", ""];
  const values = [3, NaN, 1, 2];
  const how = (more) => ({ words: [], textOf: (row) => names[row].toLocaleLowerCase(), valueOf: null, isDown: false, lang: "en", ...more });
  assert.deepEqual(arrange(4, how({})), [0, 1, 2, 3]);
  assert.deepEqual(arrange(4, how({ valueOf: (row) => names[row] })), [1, 0, 2, 3]);
  assert.deepEqual(arrange(4, how({ valueOf: (row) => values[row], isDown: true })), [0, 3, 2, 1]);
  assert.deepEqual(arrange(4, how({ valueOf: (row) => values[row] })), [2, 3, 0, 1]);
  assert.deepEqual(arrange(4, how({ words: wordsOf(" 2 JALAN ") })), [1]);
});

test("ten thousand rows are put in order within a tenth of a second or so", () => {
  const count = 10_000;
  const began = performance.now();
  const rows = arrange(count, { words: [], textOf: () => "", valueOf: (row) => `Sensor ${(row * 7919) % count}`, isDown: false, lang: "ms" });
  assert.equal(rows.length, count);
  assert.ok(performance.now() - began < 1500);
});

test("trips fall into twelve bins, the last of which takes all that is longer", () => {
  const minutes = Float32Array.from({ length: 100 }, (_, i) => i / 2);
  assert.equal(binWidth([minutes]), 5);
  const all = shares(minutes, 2);
  assert.equal(all.length, 12);
  assert.ok(Math.abs(all.reduce((sum, one) => sum + one, 0) - 1) < 1e-9 && all[11] > all[0]);
  assert.equal(quantile(minutes, 0.5), 25);
  assert.ok(Number.isNaN(quantile([], 0.5)));
});
