// Branches of scenarios, told by what they suppose and change.
import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "./module.mjs";

const { parentOf, treeOf } = await load("rooms/whatif/branches.js");

const shop = { build: { use: "commercial" } };
const pond = { "add-pond": { at: [1, 2] } };
const lane = { lanes: { named: "Jalan Utara", count: 3 } };
const rain = { rain: { depth: 100 } };
const all = [
  { name: "market", supposing: [rain], changes: [shop] },
  { name: "pond", supposing: [rain], changes: [shop, pond] },
  { name: "lane-and-pond", supposing: [rain], changes: [shop, pond, lane] },
  { name: "dry", supposing: [], changes: [shop] },
  { name: "other-order", supposing: [rain], changes: [pond, shop] },
  { name: "empty", supposing: [], changes: [] },
];
const named = (name) => all.find((one) => one.name === name);

test("a branch goes on from the longest scenario that it begins with", () => {
  assert.equal(parentOf(named("pond"), all).name, "market");
  assert.equal(parentOf(named("lane-and-pond"), all).name, "pond");
  assert.equal(parentOf(named("market"), all).name, "dry");
  assert.equal(parentOf(named("other-order"), all), null);
  assert.equal(parentOf(named("dry"), all), null);
});

test("the list has every scenario once, branches behind their stems", () => {
  const tree = treeOf([...all.map((one) => one.name), "broken"], all);
  assert.equal(tree.length, all.length + 1);
  assert.deepEqual(tree.map(({ name, depth }) => [name, depth]),
    [["dry", 0], ["market", 1], ["pond", 2], ["lane-and-pond", 3], ["other-order", 0], ["empty", 0], ["broken", 0]]);
});

test("the same scenario twice is a branch of neither", () => {
  const twins = [{ name: "a", changes: [shop] }, { name: "b", changes: [shop] }];
  assert.deepEqual(treeOf(["a", "b"], twins).map((one) => one.depth), [0, 0]);
});
