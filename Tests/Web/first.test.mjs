// What the page must have before its first picture: no more than a slow line bears, and all of it known to the browser from the beginning.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import path from "node:path";
import test from "node:test";
import { graph, lists, WEB, weigh } from "../../Scripts/first-load.mjs";

const KILOBYTE = 1000;

test("before the first picture at most 450 KB come, and 150 KB without a map", async () => {
  const { without, total, count, parts, afterwards } = await weigh();
  console.log(`first load, packed: ${total} bytes with the map, ${without} without; ${count} modules of ${parts.modules} bytes; afterwards ${afterwards.count} of ${afterwards.modules}`);
  assert.ok(total <= 450 * KILOBYTE, `${total} bytes`);
  assert.ok(without <= 150 * KILOBYTE, `${without} bytes`);
});

test("index.html names every module of the first load: node Scripts/first-load.mjs --write", async () => {
  const { stands, should } = await lists();
  assert.deepEqual([...stands].sort(), [...should].sort());
});

test("every part that comes later has its module, and every sheet of later names a part", async () => {
  const text = await readFile(path.join(WEB, "core/fetched.js"), "utf8");
  const parts = new Set([...text.matchAll(/^ {2}(\w+): \(\) => import\(/gm)].map((one) => one[1]));
  assert.ok(parts.size > 10);
  // Reads each: one that is not there fails.
  await graph(["core/fetched.js"], true);
  const page = await readFile(path.join(WEB, "index.html"), "utf8");
  const sheets = [...page.matchAll(/ disabled data-part="([^"]+)"/g)];
  assert.ok(sheets.length > 5);
  for (const [, names] of sheets) for (const name of names.split(" ")) assert.ok(parts.has(name), name);
});
