// Spreadsheets: what a sheet holds as words, its days as days, and the sentence where a file is no whole one.
import assert from "node:assert/strict";
import { test } from "node:test";
import { deflateRawSync } from "node:zlib";
import { load } from "./module.mjs";

const { columnOf, dayText, readXLSX, rowsOfSheet, tellsTime, walk } = await load("rooms/own/xlsx.js");

/** A zip of some files: packed, or as they are; `claimed` are sizes that its list tells instead of the true ones. */
function zip(files, { isStored = false, claimed = {}, isLocked = false } = {}) {
  const [parts, list] = [[], []];
  let at = 0;
  for (const [name, text] of Object.entries(files)) {
    const [plain, title] = [Buffer.from(text), Buffer.from(name)];
    const packed = isStored ? plain : deflateRawSync(plain);
    const size = claimed[name] ?? plain.length;
    const head = Buffer.alloc(30);
    head.writeUInt32LE(0x04034b50, 0);
    head.writeUInt16LE(isStored ? 0 : 8, 8);
    head.writeUInt32LE(packed.length, 18);
    head.writeUInt32LE(size, 22);
    head.writeUInt16LE(title.length, 26);
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(0x02014b50, 0);
    entry.writeUInt16LE(isLocked ? 1 : 0, 8);
    entry.writeUInt16LE(isStored ? 0 : 8, 10);
    entry.writeUInt32LE(packed.length, 20);
    entry.writeUInt32LE(size, 24);
    entry.writeUInt16LE(title.length, 28);
    entry.writeUInt32LE(at, 42);
    parts.push(head, title, packed);
    list.push(entry, title);
    at += head.length + title.length + packed.length;
  }
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(list.length / 2, 10);
  end.writeUInt32LE(Buffer.concat(list).length, 12);
  end.writeUInt32LE(at, 16);
  return new Uint8Array(Buffer.concat([...parts, ...list, end]));
}

const BOOK = {
  "xl/workbook.xml": `<?xml version="1.0" encoding="UTF-8"?><!-- a book --><workbook xmlns:r="r"><workbookPr/><sheets><sheet name="Notes" sheetId="1" state="hidden" r:id="rId1"/><sheet name="Taps &gt; all" sheetId="2" r:id="rId2"/></sheets></workbook>`,
  "xl/_rels/workbook.xml.rels": `<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Target="/xl/worksheets/sheet2.xml"/></Relationships>`,
  "xl/worksheets/sheet1.xml": "<worksheet><sheetData/></worksheet>",
  "xl/sharedStrings.xml": `<sst><si><t>Name</t></si><si><t>Latitude</t></si><si><t>Longitude</t></si><si><r><t>Tap </t></r><r><t xml:space="preserve">A&amp;B</t></r><rPh><t>sound</t></rPh></si><si><t/></si></sst>`,
  "xl/styles.xml": `<styleSheet><numFmts><numFmt numFmtId="170" formatCode="yyyy\\-mm\\-dd"/><numFmt numFmtId="171" formatCode="0.0&quot; days&quot;"/></numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="170"/><xf numFmtId="22"/><xf numFmtId="171"/></cellXfs></styleSheet>`,
  "xl/worksheets/sheet2.xml": `<x:worksheet xmlns:x="m"><x:sheetData>
    <x:row r="1"><x:c r="A1" t="inlineStr"><x:is><x:t>Taps of the town</x:t></x:is></x:c></x:row>
    <x:row r="3"><x:c r="A3" t="s"><x:v>0</x:v></x:c><x:c r="B3" t="s"><x:v>1</x:v></x:c><x:c r="C3" t="s"><x:v>2</x:v></x:c><x:c r="E3" t="inlineStr"><x:is><x:t>Seen</x:t></x:is></x:c><x:c r="F3" t="str"><x:v>Flow</x:v></x:c></x:row>
    <x:row r="4"><x:c r="A4" t="s"><x:v>3</x:v></x:c><x:c r="B4"><x:v>4.5999999999999996</x:v></x:c><x:c r="C4"><x:v>101.1</x:v></x:c><x:c r="E4" s="1"><x:v>45000</x:v></x:c><x:c r="F4" s="3"><x:f>1+1</x:f><x:v>2</x:v></x:c></x:row>
    <x:row r="5"><x:c r="A5" t="b"><x:v>1</x:v></x:c><x:c r="B5"><x:v>4.61</x:v></x:c><x:c r="C5"><x:v>1.0112E2</x:v></x:c><x:c r="E5" s="2"><x:v>45000.75</x:v></x:c><x:c r="F5" t="e"><x:v>#N/A</x:v></x:c></x:row>
    <x:row r="6"><x:c r="A6" t="s"><x:v>0</x:v></x:c></x:row></x:sheetData></x:worksheet>`,
};

test("the first sheet that is seen: shared words, words in cells, numbers, days as ISO, a title above its columns", async () => {
  for (const isStored of [false, true]) {
    const { features, skipped } = await readXLSX(zip(BOOK, { isStored }));
    assert.equal(skipped, 1);
    assert.deepEqual(features.map((one) => one.geometry.coordinates), [[101.1, 4.6], [101.12, 4.61]]);
    assert.deepEqual(features[0].properties, { Name: "Tap A&B", 4: "", Seen: "2023-03-15", Flow: "2" });
    assert.deepEqual(features[1].properties, { Name: "TRUE", 4: "", Seen: "2023-03-15T18:00", Flow: "" });
  }
});

test("days count from 1900 with its false leap day, or from 1904; hours alone are hours", () => {
  assert.deepEqual([1, 59, 61, 45000, 0.5, 44197.5].map((one) => dayText(one)), ["1900-01-01", "1900-02-28", "1900-03-01", "2023-03-15", "12:00", "2021-01-01T12:00"]);
  assert.equal(dayText(0, true), "1904-01-01");
  assert.equal(dayText(45000 - 1462, true), "2023-03-15");
  assert.equal(dayText(-3), "-3");
  for (const [code, is] of [["dd/mm/yyyy", true], ["[h]:mm", true], ["0.00", false], ["General", false], ['0" days"', false], ["[Red]0", false], ["#,##0;[Red]-d", false], ["\\d0", false]]) assert.equal(tellsTime(code), is, code);
  assert.deepEqual(["A1", "Z9", "AB12"].map(columnOf), [0, 25, 27]);
});

test("cells without names stand one after the other; what is beyond the widest table is left out", () => {
  const rows = rowsOfSheet('<sheetData><row><c><v>1</v></c><c t="str"><v>a&#233;&#xE9;&lt;<![CDATA[<b>]]></v></c><c r="XFD1"><v>9</v></c></row></sheetData>', [], []);
  assert.deepEqual(rows, [["1", "aéé<<b>"]]);
  const heard = [];
  walk('<a b="x > y" c=\'&quot;\'/>', { open: (name, given) => heard.push(name, given()), close: (name) => heard.push(name) });
  assert.deepEqual(heard, ["a", { b: "x > y", c: '"' }, "a"]);
});

const word = async (bytes) => { try { await readXLSX(bytes); return "read"; } catch (error) { return error.word ?? String(error); } };

test("what is no whole spreadsheet is a sentence; what would fill the memory is not unpacked", async () => {
  const whole = zip(BOOK);
  assert.equal(await word(new Uint8Array(0)), "own.xlsx.broken");
  assert.equal(await word(new TextEncoder().encode("name,lat,lon\na,4.6,101.1\n")), "own.xlsx.broken");
  assert.equal(await word(whole.slice(0, whole.length - 30)), "own.xlsx.broken");
  assert.equal(await word(whole.map((one, i) => (i > 60 && i < 120 ? 0 : one))), "own.xlsx.broken");
  assert.equal(await word(new Uint8Array([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, ...new Array(600).fill(0)])), "own.xlsx.locked");
  assert.equal(await word(zip(BOOK, { isLocked: true })), "own.xlsx.locked");
  assert.equal(await word(zip({ "a.txt": "x" })), "own.xlsx.broken");
  assert.equal(await word(zip({ ...BOOK, "xl/workbook.xml": "<!DOCTYPE x [<!ENTITY a 'b'>]><workbook/>" })), "own.xlsx.broken");
  const large = { ...BOOK, "xl/sharedStrings.xml": " ".repeat(70 * 1024 * 1024) };
  assert.equal(await word(zip(large)), "own.xlsx.bomb");
  // Also one that claims to be small.
  assert.equal(await word(zip(large, { claimed: { "xl/sharedStrings.xml": 100 } })), "own.xlsx.bomb");
  const row = '<row><c><v>4.6</v></c><c><v>101.1</v></c></row>';
  assert.equal(await word(zip({ ...BOOK, "xl/worksheets/sheet2.xml": `<sheetData>${row.repeat(50_030)}</sheetData>` })), "own.tooMany");
  assert.equal(await word(zip({ ...BOOK, "xl/worksheets/sheet2.xml": `<sheetData>${row.repeat(3)}</sheetData>` })), "own.noColumns");
});
