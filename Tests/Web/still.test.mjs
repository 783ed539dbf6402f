// The still map: where it looks, what it asks for, and what lies near a pixel.
import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "./module.mjs";

const { edges, fitting, kept, laidOver, metresPerPixel, moved, nearest, outlined, pixel, position, withAt, zoomed } = await load("rooms/still/view.js");
const { fieldOf, pictureOf } = await load("rooms/still/ask.js");

const size = [390, 844];
const view = { center: [101.08, 4.6], zoom: 14 };
const near = (one, other, by = 1e-6) => assert.ok(Math.abs(one - other) <= by, `${one} ${other}`);

test("positions and pixels are each other's, and the middle is the middle", () => {
  assert.deepEqual(pixel(view.center, view, size).map(Math.round), [195, 422]);
  for (const at of [[0, 0], [390, 844], [17, 600]]) pixel(position(at, view, size), view, size).forEach((one, i) => near(one, at[i]));
  const [west, south, east, north] = edges(view, size);
  assert.ok(west < 101.08 && east > 101.08 && south < 4.6 && north > 4.6);
  // 40,075 km around the equator in 512 pixels at zoom 0.
  near(metresPerPixel({ center: [0, 0], zoom: 0 }), 78271.517, 0.01);
  near((east - west) * 111319.49, metresPerPixel({ center: [0, 0], zoom: 14 }) * 390, 0.1);
});

test("moving and zooming keep what they should", () => {
  const right = moved(view, 100, 0);
  assert.deepEqual(pixel(view.center, right, size).map(Math.round), [95, 422]);
  const at = [300, 120];
  const before = position(at, view, size);
  const closer = zoomed(view, 1.5, at, size);
  position(at, closer, size).forEach((one, i) => near(one, before[i]));
  assert.equal(zoomed(view, 99, at, size).zoom, 20);
  assert.equal(zoomed(view, -99, at, size).zoom, 9);
  assert.deepEqual(pixel([101, 4.5], withAt([101, 4.5], 16, [50, 60], size), size).map(Math.round), [50, 60]);
  const box = [101, 4.5, 101.2, 4.7];
  const fits = fitting(box, size, { left: 20, right: 20, top: 20, bottom: 460 });
  const [left, top] = pixel([101, 4.7], fits, size);
  const [far, bottom] = pixel([101.2, 4.5], fits, size);
  assert.ok(left >= 19.9 && far <= 370.1 && top >= 19.9 && bottom <= 384.1);
  assert.deepEqual(kept({ center: [0, 0], zoom: 3 }, box), { center: [101 - 0.2, 4.5 - 0.2], zoom: 9 });
});

test("a picture of another view is laid where its middle lies", () => {
  const same = laidOver(view, view, size);
  [same.x, same.y, same.larger - 1].forEach((one) => near(one, 0));
  const { x, larger } = laidOver(view, { center: view.center, zoom: 15 }, size);
  assert.deepEqual([Math.round(x), larger], [-195, 2]);
  near(laidOver(view, moved(view, 40, 0), size).x, -40);
});

test("what is nearest to a tap, and lines as pixels", () => {
  const point = (at, name) => ({ geometry: { type: "Point", coordinates: position(at, view, size) }, properties: { name } });
  const features = [point([100, 100], "a"), point([106, 100], "b"), { geometry: { type: "LineString", coordinates: [[0, 0], [1, 1]] } }];
  assert.equal(nearest(features, [104, 100], 14, view, size).properties.name, "b");
  assert.equal(nearest(features, [140, 100], 14, view, size), null);
  assert.deepEqual(outlined({ type: "MultiPolygon", coordinates: [[[[1, 1], [2, 2], [1, 1]]]] }, view, size).map(({ points, isClosed }) => [points.length, isClosed]), [[3, true]]);
  assert.deepEqual(outlined(null, view, size), []);
});

test("a picture is asked for in the legend's own classes, its moment and what it is compared with", () => {
  const layers = { land: { visible: true }, streets: { visible: true }, places: { visible: false } };
  const asked = (field, size_ = size) => new URLSearchParams(pictureOf(view, size_, "dark", layers, field).split("?")[1]);
  assert.deepEqual(["width", "height", "theme", "layers"].map((name) => asked({}).get(name)), ["390", "844", "dark", "land,streets"]);
  // A picture of a large screen is drawn smaller, of the same piece.
  assert.deepEqual(["width", "height"].map((name) => asked({}, [3200, 1000]).get(name)), ["1600", "500"]);
  const field = { name: "flood.depth", carrier: "grid", times: [0, 900, 1800], moment: 1, baseline: new Float32Array(2), sides: { with_: { base: "runs/a/fields/flood.depth", times: [0, 900, 1800] }, without: { base: "runs/b/fields/flood.depth", times: [0, 900] } } };
  const now = { field, mode: "change", scale: { colours: ["transparent", "#9fc6ea"], bounds: [0.05] } };
  const turned = { lost: "#7d1f52", gained: "#12806a" };
  assert.deepEqual(fieldOf(now, turned, "#a3a39f"), { run: "a", field: "flood.depth", time: "900", classes: "none,0.05,9fc6ea", against: "b", lost: "7d1f52", gained: "12806a" });
  assert.deepEqual(fieldOf({ ...now, mode: "baseline", field: { ...field, moment: 2, carrier: "zones" } }, turned, "#a3a39f"), { run: "b", field: "flood.depth", time: "900", classes: "none,0.05,9fc6ea", none: "a3a39f" });
  assert.deepEqual(fieldOf({ ...now, mode: "baseline", field: { ...field, sides: { ...field.sides, without: null } } }, turned, ""), {});
  assert.deepEqual(fieldOf(null, turned, ""), {});
});
