// The figure of a grid on the map: from cells to positions and back.
import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "./module.mjs";

const { cellArea, cellAt, fractions, positions } = await load("rooms/map/quad.js");

/** A grid of a town that lies askew. */
const corners = [[101.05, 4.65], [101.152, 4.648], [101.149, 4.551], [101.048, 4.552]];
const about = { corners, columns: 400, rows: 300 };

test("a position of a cell leads back to the cell", () => {
  const at = positions(corners);
  for (const [u, v] of [[0, 0], [1, 0], [1, 1], [0, 1], [0.5, 0.5], [0.123, 0.987], [0.75, 0.001]]) {
    const [x, y] = fractions(corners, at(u, v));
    assert.ok(Math.abs(x - u) < 1e-9 && Math.abs(y - v) < 1e-9, `${u} ${v}: ${x} ${y}`);
  }
  for (const cell of [0, 399, 400, 60_123, 119_999]) {
    const [column, row] = [cell % 400, Math.floor(cell / 400)];
    assert.equal(cellAt(about, at((column + 0.5) / 400, (row + 0.5) / 300)), cell);
  }
});

test("the corners of the figure are the corners of the grid", () => {
  const at = positions(corners);
  [[0, 0], [1, 0], [1, 1], [0, 1]].forEach(([u, v], i) => at(u, v).forEach((value, axis) => assert.ok(Math.abs(value - corners[i][axis]) < 1e-9)));
});

test("cells outside are nothing, and all cells make the figure", () => {
  assert.equal(cellAt(about, [102, 4.6]), null);
  const whole = cellArea(about) * 400 * 300;
  assert.ok(whole > 115e6 && whole < 125e6, String(whole));
});
