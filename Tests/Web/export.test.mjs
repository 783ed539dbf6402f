// Files to take along, as spreadsheets and maps must be able to read them.
import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "./module.mjs";

const { cell, csv, fileName, geojson, metresPerPixel, scaleBar, short, stamp } = await load("core/export.js");

/** Reads RFC 4180 back, sign by sign. */
function parse(text) {
  const rows = [[]];
  let value = "", isQuoted = false;
  for (let i = 0; i < text.length; i++) {
    const sign = text[i];
    if (isQuoted) {
      if (sign !== '"') value += sign;
      else if (text[i + 1] === '"') { value += '"'; i += 1; } else isQuoted = false;
    } else if (sign === '"') isQuoted = true;
    else if (sign === ",") { rows.at(-1).push(value); value = ""; }
    else if (sign === "\r" && text[i + 1] === "\n") { rows.at(-1).push(value); value = ""; rows.push([]); i += 1; }
    else value += sign;
  }
  rows.pop();
  return rows;
}

test("a table is read back as it was, whatever its texts hold", () => {
  const texts = ["plain", 'says "no"', "a, b", "two\r\nlines", " spaced ", "", "Jalan Besar; Ipoh", "ஈப்போ", "怡保"];
  const text = csv(["name", "value"], texts.map((one, i) => [one, i]));
  assert.equal(text.charCodeAt(0), 0xfeff);
  assert.deepEqual(parse(text.slice(1)), [["name", "value"], ...texts.map((one, i) => [one, String(i)])]);
});

test("no text becomes a formula", () => {
  for (const text of ["=1+1", "+60 5 254", "-2", "@SUM(A1)", "\t=1", "\r=1", "＝1", "＋1", "－1", "＠x", " =cmd|' /C calc'!A0", "\u0000=1", "=HYPERLINK(\"http://x\",\"y\")"]) {
    const [[read]] = parse(`${cell(text)}\r\n`);
    assert.equal(read, `'${text}`, JSON.stringify(text));
  }
  assert.equal(cell("a=b"), "a=b");
  assert.equal(cell("2-3"), "2-3");
});

test("numbers stay numbers, negative ones too, and nothing known is empty", () => {
  assert.deepEqual([-2.5, 0, 1e21, NaN, Infinity, null, undefined, true].map(cell), ["-2.5", "0", "1e+21", "", "", "", "", "true"]);
  assert.equal(short(Math.fround(0.1)), 0.1);
  assert.equal(short(NaN), null);
});

test("heads are guarded as well", () => {
  assert.equal(csv(["=x"], []), "\ufeff'=x\r\n");
});

test("a name says city, scenario, field and moment, and nothing a system refuses", () => {
  assert.equal(fileName(["Bandar Contoh", "Close: the <main> street/?", null, "", "2026-11-23T1430"], "csv"), "Bandar-Contoh_Close-the-main-street_2026-11-23T1430.csv");
  assert.equal(fileName(["../../etc/passwd"], "png"), "etc-passwd.png");
  assert.equal(fileName(["", "..."], "png"), "kembar.png");
  const long = fileName(Array(4).fill("ஈப்போ மாநகரம் ".repeat(30)), "geojson");
  assert.ok(new TextEncoder().encode(long).length <= 255, long);
  assert.ok(!long.includes("\ufffd"));
});

test("moments in names are of the city's own clock", () => {
  const time = Date.UTC(2026, 10, 23, 16, 30);
  assert.equal(stamp(time, "Asia/Kuala_Lumpur"), "2026-11-24T0030");
  assert.equal(stamp(time, "Nowhere/Nowhere"), "2026-11-23T1630");
  assert.equal(stamp(9_000_000, "UTC", false), "02h30");
});

test("features hold what RFC 7946 asks for, and no shape is null", () => {
  const read = JSON.parse(geojson([{ id: "a", geometry: { type: "Point", coordinates: [101, 4.5] }, properties: { name: "=x" } }, { geometry: undefined, properties: {} }], { run: "r" }));
  assert.equal(read.type, "FeatureCollection");
  assert.equal(read.run, "r");
  assert.deepEqual(read.features[0], { type: "Feature", id: "a", geometry: { type: "Point", coordinates: [101, 4.5] }, properties: { name: "=x" } });
  assert.deepEqual(read.features[1], { type: "Feature", geometry: null, properties: {} });
});

test("a scale bar is a round length that fits", () => {
  for (const [zoom, latitude] of [[8, 0], [12, 4.5], [15.3, 4.5], [19, 60]]) {
    const { metres, pixels } = scaleBar(metresPerPixel(latitude, zoom), 120);
    assert.ok(pixels <= 120.001 && pixels > 40, String(pixels));
    assert.match(String(metres), /^(0\.)?0*[125]0*$/);
  }
  assert.ok(Math.abs(metresPerPixel(0, 0) - 78271.517) < 0.001);
});
