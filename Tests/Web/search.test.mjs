// Names that fit what is typed.
import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "./module.mjs";

const { matching } = await load("rooms/search/matching.js");
const names = ["River level 2", "Rain gauge north", "The rain of 2007", "Café (bridge)", "மழை மானி", "雨量计"];
const found = (text, most = 9) => matching(names, text, (one) => one, most);

test("every word must fit, beginnings first", () => {
  assert.deepEqual(found("rain"), ["Rain gauge north", "The rain of 2007"]);
  assert.deepEqual(found("2007 rain"), ["The rain of 2007"]);
  assert.deepEqual(found("rain", 1), ["Rain gauge north"]);
});

test("accents, signs and scripts", () => {
  assert.deepEqual(found("cafe (br"), ["Café (bridge)"]);
  assert.deepEqual(found("மழை"), ["மழை மானி"]);
  assert.deepEqual(found("雨量"), ["雨量计"]);
  assert.deepEqual(found("  "), []);
});
