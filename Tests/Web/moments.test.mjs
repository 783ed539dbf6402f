import assert from "node:assert/strict";
import { test } from "node:test";
import { forgetMoments, momentOf } from "../../Sources/Doors/Web/rooms/runs/moments.js";

const side = {};
const of = (cells, more = {}) => ({ title: "Water depth", low: 0, high: 2, sides: { with_: side, without: null }, cells, ...more });
const made = [];
const at = (field, moment) => momentOf(field, moment, async () => {
  made.push(moment);
  return { ...field, moment, scenario: new Float32Array(field.cells), baseline: new Float32Array(field.cells) };
});

test("A moment that was shown is the same one again, and is not made twice", async () => {
  forgetMoments();
  made.length = 0;
  const first = await at(of(4), 1);
  await at(of(4), 2);
  assert.equal(await at(of(4), 1), first);
  assert.deepEqual(made, [1, 2]);
});

test("Another run, another side and other words are other moments", async () => {
  forgetMoments();
  made.length = 0;
  await at(of(4), 1);
  await at(of(4, { sides: { with_: {}, without: null } }), 1);
  await at(of(4, { sides: { with_: side, without: {} } }), 1);
  await at(of(4, { title: "Kedalaman air" }), 1);
  assert.equal(made.length, 4);
});

test("Where there is no more room the moment not looked at for longest gives way", async () => {
  forgetMoments();
  made.length = 0;
  // Three of them are more than is kept.
  const large = of(3e6);
  for (const moment of [1, 2, 1, 3, 1]) await at(large, moment);
  assert.deepEqual(made, [1, 2, 3]);
  await at(large, 2);
  assert.deepEqual(made, [1, 2, 3, 2]);
});
