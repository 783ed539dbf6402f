// What New city says of files.
import assert from "node:assert/strict";
import test from "node:test";
import { boxOf, distance, said, size, usable } from "../../Sources/Doors/Web/rooms/newcity/words.js";

const plain = (/** @type {number} */ value, /** @type {number} */ digits) => value.toFixed(digits);

test("sizes and distances are told in the unit that fits", () => {
  assert.deepEqual([12, 4_200, 1_250_000, 340_000_000, 2_500_000_000].map((one) => size(one, plain)), ["12 B", "4 kB", "1.3 MB", "340 MB", "2.5 GB"]);
  assert.deepEqual([4, 123, 1_490, 125_000].map((one) => distance(one, plain)), ["0 m", "120 m", "1.5 km", "125 km"]);
});

test("a remark is said in the catalogue's words, or in the server's own", () => {
  const words = { has: (/** @type {string} */ key) => ["newcity.obstacle.twice", "newcity.kind.zones"].includes(key), t: (/** @type {string} */ key, /** @type {any} */ values = {}) => `${key} ${values.kind ?? ""} ${values.files ?? ""}`.trim() };
  assert.equal(said({ code: "twice", sentence: "…", words: { kind: "zones", files: "a, b" } }, "obstacle", words), "newcity.obstacle.twice newcity.kind.zones a, b");
  assert.equal(said({ code: "new", sentence: "Something new.", words: {} }, "obstacle", words), "Something new.");
});

test("the box holds all positions, whatever their depth", () => {
  assert.deepEqual(boxOf([{ geometry: { coordinates: [[[1, 2], [3, -4]]] } }, { geometry: { coordinates: [5, 0] } }]), [1, -4, 5, 2]);
  assert.equal(boxOf([]), null);
});

test("hidden and empty files are not sent", () => {
  const files = /** @type {any} */ ([{ name: ".DS_Store", size: 4 }, { name: "a.csv", size: 0 }, { name: "b.csv", size: 1 }]);
  assert.deepEqual(usable(files).map(({ name }) => name), ["b.csv"]);
});
