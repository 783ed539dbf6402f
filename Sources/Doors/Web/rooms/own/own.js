// Layers of a reader's own: files dropped on the map, or chosen. They stay in this page, are sent nowhere, and are gone when it is reloaded.
import { reactive, watch } from "../../vendor/vue.js";
import { number, t } from "../../core/i18n.js";
import { announce, store } from "../../core/store.js";
import { firstMap, maps, ready } from "../map/map.js";
import { set } from "../map/set.js";
import { LARGEST, OwnError, readOwn } from "./read.js";

/**
 * @typedef {{id: number, name: string, count: number, skipped: number, kind: "point"|"line"|"area", visible: boolean, opacity: number, colour: string, box: number[], time: number, isOutside: boolean}} OwnLayer
 */

export const own = reactive({ layers: /** @type {OwnLayer[]} */ ([]), error: "", isOver: false, isBusy: false, picked: /** @type {{name: string, rows: [string, string][]}|null} */ (null) });

/** Colours that are told apart by everyone, none of them one the map uses for data of the city (Okabe and Ito, 2008). */
const COLOURS = ["#cc79a7", "#e69f00", "#56b4e9", "#009e73"];
/** Shapes by layer; thousands of positions that nothing needs to watch. @type {Map<number, any[]>} */
const shapes = new Map();
let known = 0;
const calm = matchMedia("(prefers-reduced-motion: reduce)");

const kindOf = (/** @type {any[]} */ features) => {
  const type = features[0].geometry.type;
  return type.includes("Polygon") ? "area" : type.includes("Line") ? "line" : "point";
};

/** Takes files in, one after the other; what is wrong with one is said. */
export async function take(/** @type {Iterable<File>} */ files) {
  Object.assign(own, { error: "", isBusy: true });
  const complaints = [];
  for (const file of files) {
    try {
      if (/\.(xls|xlsb|ods)$/i.test(file.name)) throw new OwnError("own.sheet");
      if (file.size > LARGEST) throw new OwnError("own.tooLarge", { megabytes: number(LARGEST / 1048576, 0) });
      add(file.name, await read(file));
    } catch (error) {
      const sentence = error instanceof OwnError ? t(error.word, told(error.values)) : error instanceof Error ? error.message : String(error);
      complaints.push(`${file.name}: ${sentence}`);
    }
  }
  Object.assign(own, { error: complaints.join("\n"), isBusy: false });
  if (complaints.length) announce(own.error);
  if (complaints.length || own.layers.length) store.tool = "layers";
}

/** A file's features; what reads a spreadsheet comes with the first one. */
async function read(/** @type {File} */ file) {
  if (!/\.xls[xm]$/i.test(file.name)) return readOwn(file.name, await file.text());
  const { readXLSX } = await import("./xlsx.js");
  return readXLSX(new Uint8Array(await file.arrayBuffer()));
}

const told = (/** @type {Record<string, unknown>} */ values) => Object.fromEntries(Object.entries(values).map(([name, value]) => [name, typeof value === "number" ? number(value, 2) : value]));

function add(/** @type {string} */ name, /** @type {{features: any[], skipped: number, box: number[]}} */ { features, skipped, box }) {
  const [west, south, east, north] = store.city.box;
  const id = ++known;
  shapes.set(id, features);
  own.layers.unshift({ id, name, count: features.length, skipped, kind: kindOf(features), visible: true, opacity: 1, colour: COLOURS[(id - 1) % COLOURS.length], box, time: Date.now(),
    isOutside: box[2] < west || box[0] > east || box[3] < south || box[1] > north });
  announce(t("own.added", { name, count: number(features.length, 0) }));
  if (!own.layers[0].isOutside) look(own.layers[0]);
}

/** Brings a layer into view. */
export function look(/** @type {OwnLayer} */ { box }) {
  const [west, south, east, north] = box;
  const wide = innerWidth >= 760;
  firstMap()?.fitBounds([[west, south], [east, north]], { maxZoom: 16, duration: calm.matches ? 0 : 600,
    padding: wide ? { left: 440, top: 60, right: 90, bottom: 60 } : { left: 30, right: 30, top: 90, bottom: Math.round(innerHeight * 0.54) } });
}

/** Takes a layer away. */
export function removeOwn(/** @type {number} */ id) {
  shapes.delete(id);
  own.layers = own.layers.filter((one) => one.id !== id);
  own.picked = null;
}

/** Moves a layer among its like; by -1 it lies over the next. */
export function moveOwn(/** @type {number} */ place, /** @type {number} */ by) {
  const to = place + by;
  if (to < 0 || to >= own.layers.length) return;
  own.layers.splice(to, 0, ...own.layers.splice(place, 1));
  announce(t("layers.moved", { layer: own.layers[to].name, place: to + 1, count: own.layers.length }));
}

const PARTS = ["area", "outline", "line", "point"];
const partId = (/** @type {number} */ id, /** @type {string} */ part) => `own-${id}-${part}`;

/** Brings every map there is to what the list says. */
const draw = () => maps().forEach(drawOn);

/** Brings a map to what the list says; also after it was styled anew. */
function drawOn(/** @type {any} */ map) {
  if (!map.getLayer("ground")) return;
  for (const id of map.getStyle().layers.map((/** @type {any} */ one) => one.id).filter((/** @type {string} */ one) => /^own-\d/.test(one))) {
    if (!shapes.has(Number(id.split("-")[1]))) map.removeLayer(id);
  }
  for (const id of Object.keys(map.getStyle().sources)) if (/^own-\d/.test(id) && !shapes.has(Number(id.split("-")[1]))) map.removeSource(id);
  // The first of the list lies uppermost: it is laid last.
  for (const layer of [...own.layers].reverse()) {
    const source = `own-${layer.id}`;
    if (!map.getSource(source)) map.addSource(source, { type: "geojson", data: { type: "FeatureCollection", features: shapes.get(layer.id) } });
    const of = (/** @type {string} */ type) => ["==", ["geometry-type"], type];
    const styles = {
      area: { type: "fill", filter: of("Polygon"), paint: { "fill-color": layer.colour, "fill-opacity": 0.35 * layer.opacity } },
      outline: { type: "line", filter: of("Polygon"), paint: { "line-color": layer.colour, "line-width": 2, "line-opacity": layer.opacity } },
      line: { type: "line", filter: of("LineString"), layout: { "line-cap": "round", "line-join": "round" }, paint: { "line-color": layer.colour, "line-width": 4, "line-opacity": layer.opacity } },
      point: { type: "circle", filter: of("Point"), paint: { "circle-color": layer.colour, "circle-radius": 6, "circle-stroke-color": "#23211d", "circle-stroke-width": 1.2, "circle-opacity": layer.opacity, "circle-stroke-opacity": layer.opacity } },
    };
    for (const part of PARTS) {
      const id = partId(layer.id, part);
      if (!map.getLayer(id)) map.addLayer({ id, source, ...styles[part] });
      else map.moveLayer(id);
      set(map, id, "visibility", layer.visible ? "visible" : "none");
      for (const [name, value] of Object.entries(styles[part].paint)) if (name.endsWith("opacity")) set(map, id, name, value);
    }
  }
}

/** What a file says of what lies under a click. */
function pick(/** @type {any} */ event) {
  if (store.picking || own.layers.length === 0) return;
  const map = event.target;
  const layers = own.layers.filter((one) => one.visible).flatMap(({ id }) => PARTS.map((part) => partId(id, part))).filter((id) => map.getLayer(id));
  const { x, y } = event.point;
  const [found] = layers.length ? map.queryRenderedFeatures([[x - 5, y - 5], [x + 5, y + 5]], { layers }) : [];
  const layer = found && own.layers.find(({ id }) => found.source === `own-${id}`);
  own.picked = layer ? { name: layer.name, rows: Object.entries(found.properties).slice(0, 12).map(([name, value]) => [name, String(value).slice(0, 300)]) } : null;
}

const holdsFiles = (/** @type {DragEvent} */ event) => event.dataTransfer?.types.includes("Files") ?? false;

/** Maps that are listened to. */
const heard = new WeakSet();

/** Lays the reader's layers on a map — the page's, or the one beside it —, and listens for clicks on them and for files over it. */
export function layOwn(/** @type {any} */ map) {
  drawOn(map);
  if (heard.has(map)) return;
  heard.add(map);
  map.on("click", pick);
  const place = map.getContainer();
  const over = (/** @type {DragEvent} */ event) => {
    if (!holdsFiles(event)) return;
    event.preventDefault();
    if (event.dataTransfer) event.dataTransfer.dropEffect = "copy";
    own.isOver = true;
  };
  place.addEventListener("dragenter", over);
  place.addEventListener("dragover", over);
  place.addEventListener("dragleave", (/** @type {DragEvent} */ event) => { if (!place.contains(/** @type {Node|null} */ (event.relatedTarget))) own.isOver = false; });
  place.addEventListener("drop", (/** @type {DragEvent} */ event) => {
    own.isOver = false;
    if (!holdsFiles(event)) return;
    event.preventDefault();
    take([...(event.dataTransfer?.files ?? [])]);
  });
}

/** Lays what there is on the maps that stand, and draws what changes. */
export async function beginOwn() {
  await ready;
  maps().forEach(layOwn);
  watch(() => JSON.stringify(own.layers), draw);
}
