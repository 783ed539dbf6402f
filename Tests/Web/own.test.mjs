// A reader's own files: what is drawn of them, and the sentence where nothing can be.
import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "./module.mjs";

const { numberIn, readOwn, rowsOf } = await load("rooms/own/read.js");
const word = (name, text) => { try { readOwn(name, text); return "read"; } catch (error) { return error.word; } };

test("GeoJSON in all its forms, collections of geometries taken apart", () => {
  const point = { type: "Point", coordinates: [101.1, 4.6] };
  assert.equal(readOwn("a.geojson", JSON.stringify(point)).features.length, 1);
  assert.equal(readOwn("a.json", JSON.stringify({ type: "Feature", geometry: { type: "GeometryCollection", geometries: [point, point] }, properties: null })).features.length, 2);
  const { features, skipped, box } = readOwn("a.geojson", `\ufeff${JSON.stringify({ type: "FeatureCollection", features: [
    { type: "Feature", geometry: point, properties: { name: "x" } }, { type: "Feature", geometry: null, properties: {} }, null,
    { type: "Feature", geometry: { type: "Polygon", coordinates: [[[101, 4], [102, 4], [102, "5"]]] }, properties: {} },
    { type: "Feature", geometry: { type: "LineString", coordinates: [[101, 4], [101.5, 5]] }, properties: {} }] })}`);
  assert.deepEqual([features.length, skipped, box], [2, 3, [101, 4, 101.5, 5]]);
});

test("a table finds its columns, in four languages, with commas in numbers", () => {
  for (const [head, row] of [["name,lat,lon", "a,4.6,101.1"], ["nama;Lintang;Bujur", "a;4,6;101,1"], ["名称\t纬度\t经度", "a\t4.6\t101.1"], ['"stop, name",Latitude (WGS84),Longitude (WGS84)', '"a ""b""",4.6,101.1'],
    ["id,Y,X", "a,4.6,101.1"], ["stop_id,stop_lat,stop_lon", "a,4.6,101.1"]]) {
    const { features } = readOwn("points.csv", `\ufeff${head}\r\n${row}\r\n`);
    assert.deepEqual(features[0].geometry.coordinates, [101.1, 4.6], head);
    assert.equal(Object.keys(features[0].properties).length, 1, head);
  }
  assert.equal(readOwn("p.csv", "lat,lon\n4.6,101.1\n,5\nx,y\n").skipped, 2);
  assert.deepEqual(rowsOf('a,b\n"one\ntwo",3\n').rows, [["a", "b"], ["one\ntwo", "3"]]);
  assert.deepEqual([numberIn("4.6°"), numberIn("-4,5"), numberIn("1,000.5")], [4.6, -4.5, NaN]);
});

test("what cannot be drawn is a sentence of its own", () => {
  assert.equal(word("a.geojson", "{"), "own.notJSON");
  assert.equal(word("a.geojson", "{}"), "own.notGeoJSON");
  assert.equal(word("a.geojson", '{"type":"FeatureCollection","features":[]}'), "own.nothing");
  assert.equal(word("a.geojson", '{"type":"Point","coordinates":[400123,512345]}'), "own.projected");
  assert.equal(word("a.geojson", '{"type":"Point","coordinates":[1,2],"crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::3168"}}}'), "own.crs");
  assert.equal(word("a.csv", "name,value\na,1\n"), "own.noColumns");
  assert.equal(word("a.csv", "lat,lon\n"), "own.noRows");
  assert.equal(word("a.csv", "x,y\n400123,512345\n"), "own.projected");
  assert.equal(word("a.shp", "\u0000"), "own.kind");
});
