// The timeline's moments: past, now, and those of a run, in one row.
import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "./module.mjs";

const { nextOf, placeOf, pointsOf, stepFrom, windowOf, WINDOWS } = await load("rooms/timeline/axis.js");

const HOUR = 3_600_000;
const NOW = Date.UTC(2026, 10, 23, 19, 7);
const day = WINDOWS[0];
const times = Array.from({ length: 24 }, (_, i) => i * HOUR);

test("the past has even steps on the city's round hours, then comes now, then the run", () => {
  const points = pointsOf({ now: NOW, span: day, offset: 5.75 * HOUR, times });
  const past = points.filter((one) => one.zone === "past");
  assert.equal(past.length, 48);
  for (const [i, one] of past.entries()) {
    assert.equal((one.time + 5.75 * HOUR) % day.step, 0);
    if (i) assert.equal(one.time - past[i - 1].time, day.step);
  }
  assert.ok(past[0].time >= NOW - day.length && past[47].time < NOW);
  assert.deepEqual(points.slice(48).map((one) => one.zone), ["now", ...times.map(() => "run")]);
  assert.deepEqual(points.slice(49).map((one) => one.moment), times.map((_, i) => i));
});

test("a step that falls on now is now, not twice", () => {
  const points = pointsOf({ now: 100 * day.step, span: day, offset: 0, times: [] });
  assert.equal(points.filter((one) => one.time === 100 * day.step).length, 1);
  assert.equal(points[points.length - 1].zone, "now");
});

test("where nothing is measured the run stands alone, its moments at their own places", () => {
  const points = pointsOf({ now: null, span: day, offset: 0, times });
  assert.equal(points.length, 24);
  assert.equal(placeOf(points, 7, null), 7);
  assert.equal(placeOf(points, null, null), 0);
});

test("the handle stands at the run's moment, else nearest to the past's, else at now", () => {
  const points = pointsOf({ now: NOW, span: day, offset: 0, times });
  assert.equal(points[placeOf(points, 23, NOW - HOUR)].moment, 23);
  assert.equal(points[placeOf(points, null, null)].zone, "now");
  const at = points[placeOf(points, null, NOW - 5 * HOUR - 60_000)];
  assert.ok(at.zone === "past" && Math.abs(at.time - (NOW - 5 * HOUR - 60_000)) <= day.step / 2);
});

test("the window grows to reach a moment that lies farther back", () => {
  assert.equal(windowOf("day", NOW, null).name, "day");
  assert.equal(windowOf("week", NOW, NOW - HOUR).name, "week");
  assert.equal(windowOf("day", NOW, NOW - 20 * 24 * HOUR).name, "month");
  assert.equal(windowOf("day", NOW, 0).name, "decade");
});

test("steps end at the ends; time runs on from now into the run and begins it again, and ends at now without one", () => {
  const points = pointsOf({ now: NOW, span: day, offset: 0, times });
  const last = points.length - 1;
  assert.equal(stepFrom(points, last, 1), null);
  assert.equal(stepFrom(points, 0, -1), null);
  assert.equal(points[nextOf(points, last, true)].moment, 0);
  assert.equal(points[nextOf(points, 48)].zone, "run");
  const past = pointsOf({ now: NOW, span: day, offset: 0, times: [] });
  assert.equal(nextOf(past, past.length - 1, true), null);
  assert.equal(nextOf(past, past.length - 1), 0);
});
