import assert from "node:assert/strict";
import { test } from "node:test";
import { set } from "../../Sources/Doors/Web/rooms/map/set.js";

/** A map that writes down what it is told. */
function mapOf(layers) {
  const told = [];
  return {
    told,
    getLayoutProperty: (layer, name) => layers[layer][name], getPaintProperty: (layer, name) => layers[layer][name],
    setLayoutProperty: (layer, name, value) => { layers[layer][name] = value; told.push(`layout ${layer} ${name}`); },
    setPaintProperty: (layer, name, value) => { layers[layer][name] = value; told.push(`paint ${layer} ${name}`); },
  };
}

test("A map is told nothing that it shows already, by word or by default", () => {
  const map = mapOf({ zones: { "fill-opacity": 0.08, "fill-color": ["case", ["get", "value"], "#123", "#456"] }, streets: {}, hidden: { visibility: "none" } });
  set(map, "zones", "fill-opacity", 0.08);
  set(map, "zones", "fill-color", ["case", ["get", "value"], "#123", "#456"]);
  set(map, "streets", "visibility", "visible");
  set(map, "streets", "line-opacity", 1);
  set(map, "hidden", "visibility", "none");
  assert.deepEqual(map.told, []);
});

test("What is another look is told, once", () => {
  const map = mapOf({ zones: { "fill-color": ["get", "a"] }, streets: {}, hidden: { visibility: "none" } });
  for (let round = 0; round < 2; round++) {
    set(map, "zones", "fill-color", ["get", "b"]);
    set(map, "streets", "visibility", "none");
    set(map, "streets", "line-opacity", 0);
    set(map, "hidden", "visibility", "visible");
  }
  assert.deepEqual(map.told, ["paint zones fill-color", "layout streets visibility", "paint streets line-opacity", "layout hidden visibility"]);
});
