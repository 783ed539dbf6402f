// Stories: what a step keeps of an address, their order and their files' names.
import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "./module.mjs";

const { moved, nameFor, nearestOf, readPlace, viewOf, writePlace } = await load("rooms/stories/parts.js");

test("a view holds what is seen, and nothing of the reader's", () => {
  assert.equal(viewOf("#v=1&c=4.6,101.1,13.00&l=streets&f=flood.depth~scenario&p=stories&solid=55,0&lang=ta&theme=dark&story=a~2"), "v=1&c=4.6,101.1,13.00&l=streets&f=flood.depth~scenario&solid=55,0");
});

test("steps move within their list", () => {
  assert.deepEqual(moved([1, 2, 3], 0, 2), [2, 3, 1]);
  assert.deepEqual(moved([1, 2, 3], 2, -5), [3, 1, 2]);
  assert.deepEqual(moved([1, 2, 3], 7, 0), [1, 2, 3]);
});

test("names are those of files, also of long titles in Tamil, and none is taken", () => {
  assert.equal(nameFor("The underpass / in 5 minutes!", new Set()), "the-underpass-in-5-minutes");
  assert.equal(nameFor("a", new Set(["a", "a-2"])), "a-3");
  assert.equal(nameFor("///", new Set()), "story");
  assert.ok(new TextEncoder().encode(nameFor("சுரங்கப்பாதை ".repeat(20), new Set())).length <= 90);
});

test("a link names the story and the step", () => {
  assert.deepEqual(readPlace(new URLSearchParams(`story=${writePlace("மே கூட்டம்", 2)}`).get("story")), { name: "மே கூட்டம்", place: 2 });
  assert.deepEqual(readPlace("one"), { name: "one", place: 0 });
  assert.equal(readPlace(""), null);
});

test("the nearest moment", () => { assert.deepEqual([nearestOf([0, 10, 20], 14), nearestOf([0, 10], -5), nearestOf([0, 10], 99)], [1, 0, 1]); });
