// The map: one MapLibre map over the city's tiles. The rest of the page tells it what to show and hears what was picked.
import { watch } from "../../vendor/vue.js";
import { announce, LAYERS, store } from "../../core/store.js";
import { get } from "../../core/api.js";
import { t } from "../../core/i18n.js";
import { library } from "../../core/begin.js";
import { bring, here } from "../../core/fetched.js";
import { style, STYLE_LAYERS, PICKED } from "./style.js";
import { drawLabels } from "./labels.js";
import { fill } from "./filled.js";
import { set } from "./set.js";
import { layOrder, learnOrder } from "./order.js";
import { layerOrder } from "../layers/order.js";
import { solid } from "../solid/asked.js";

/** @type {any} */
let map = null;
/** The second map while two are compared: it shows what the first does, but a field of its own (rooms/compare). @type {any} */
let second = null;
/** The picture in the map's place where the browser can draw none (rooms/still): it moves as the map would, and is laid with what the map would be. @type {any} */
let still = null;
/** The maps there are, the page's first. */
export const maps = () => [map, second].filter(Boolean);
/** Resolves with the map once it is drawn for the first time. */
let drawn = /** @type {(value: any) => void} */ (() => {});
export const ready = new Promise((resolve) => { drawn = resolve; });

/** Resolves once the map is put up, or it is known that there is none. */
let stood = /** @type {(value?: any) => void} */ (() => {});
export const started = new Promise((resolve) => { stood = resolve; });

const dark = matchMedia("(prefers-color-scheme: dark)");
const calm = matchMedia("(prefers-reduced-motion: reduce)");

/** Whether it is night on this page. */
export const theme = () => /** @type {"light"|"dark"} */ (store.theme || (dark.matches ? "dark" : "light"));

/** Where the panel covers the map, so that what is flown to lies beside it. */
export function padding() {
  // Side by side the maps lie beside the panel.
  if (store.compare.way === "side") return { left: 20, right: 20, top: 64, bottom: 20 };
  const wide = innerWidth >= 760;
  return wide ? { left: 420, top: 40, right: store.shown ? 296 : 40, bottom: 40 } : { left: 20, right: 20, top: 20, bottom: Math.round(innerHeight * 0.52) + (store.shown ? 124 : 24) };
}

function camera() {
  const { center, zoom } = store.view ?? {};
  if (center) return { center, zoom };
  const [west, south, east, north] = store.city.view ?? store.city.box;
  return { bounds: [[west, south], [east, north]], fitBoundsOptions: { padding: padding() } };
}

/** Makes a map over the city's tiles that can be picked on; `place` is where it looks. */
function build(/** @type {string|HTMLElement} */ container, /** @type {string} */ title, /** @type {any} */ place) {
  const [west, south, east, north] = store.city.box;
  const margin = [Math.max(0.2, east - west), Math.max(0.2, north - south)];
  const one = new /** @type {any} */ (window).maplibregl.Map({
    container, style: style(tiles(), theme(), [west, south, east, north].map((value, i) => value + [-0.02, -0.02, 0.02, 0.02][i])),
    ...place, attributionControl: false, maxZoom: 20, minZoom: 7, dragRotate: false,
    maxBounds: [[west - margin[0], south - margin[1]], [east + margin[0], north + margin[1]]],
    locale: { "Map.Title": title }, fadeDuration: calm.matches ? 0 : 200,
  });
  one.touchZoomRotate.disableRotation();
  drawLabels(one);
  one.on("style.load", () => { learnOrder(one); refresh(one); });
  one.on("click", pick);
  one.on("mousemove", hover);
  one.on("error", (/** @type {any} */ event) => { console.warn(event.error?.message ?? "map"); });
  return one;
}

/** Where the tiles are. */
const tiles = () => new URL(store.city.tiles, document.baseURI).href.replaceAll("%7B", "{").replaceAll("%7D", "}");

/** Puts the map up, where there is a library that draws one. */
export async function start() {
  await putUp();
  stood();
}

async function putUp() {
  if (!store.city.box) { store.mapError = "map.emptyCity"; return; }
  const hindrance = await library();
  if (hindrance) { await standIn(hindrance); return; }
  try { map = build("map", t("map.title", { city: store.city.name }), { ...camera(), ...(solid.isOn ? { pitch: solid.pitch, bearing: solid.bearing } : {}) }); } catch {
    await standIn("noWebGL");
    return;
  }
  // For those who look behind the page: its tests, and whoever opens the browser's console.
  Object.defineProperty(window, "kembar", { value: Object.freeze({ map, get second() { return second; }, get vehicles() { return here.vehicles?.vehiclesNow(); } }), configurable: true });
  // It is tilted and turned by rooms/solid alone.
  map.touchPitch.disable();
  map.keyboard.disableRotation();
  if (solid.isOn) bring("solid").catch(() => {});
  map.once("idle", () => { store.mapReady = true; document.documentElement.dataset.drawn = "yes"; drawn(map); });
  const tell = () => { store.view = { center: map.getCenter().toArray(), zoom: map.getZoom() }; };
  map.on("load", tell);
  map.on("moveend", tell);
  const restyle = () => { for (const one of maps()) one.setStyle(style(tiles(), theme(), undefined), { diff: false }); };
  watch(() => store.theme, restyle);
  dark.addEventListener("change", restyle);
  watch(() => JSON.stringify(store.layers), showLayers);
  watch(() => JSON.stringify(store.vehicles), () => here.vehicles?.showVehicles());
  watch(() => store.layerOrder.join(), () => maps().forEach((one) => layOrder(one, wantedOrder())));
  watch(() => [here.runs, store.field, store.shown, store.fieldLayer.visible, store.fieldLayer.opacity, store.compare.way, store.compare.field, store.compare.mode], () => { maps().forEach((one) => showField(one)); showSolid(); }, { deep: false });
  followFeatures();
  watch(() => store.lang, () => name(map, t("map.title", { city: store.city.name })));
}

/** Lays on the map what changes of its features. */
function followFeatures() {
  watch(() => JSON.stringify([store.scenario?.supposing, store.scenario?.changes, store.compare.way, store.compare.way && [store.compare.mode, store.shown?.mode], Boolean(here.whatif)]), showEdits);
  watch(() => [store.selected, store.probe], showSelection);
  watch(() => JSON.stringify([store.picking, here.whatif?.sketched(), here.city?.countStreet()]), showSketch);
  watch(() => JSON.stringify([here.city?.markFeatures(), here.city?.countFeatures()]), showMarks);
  watch(() => here.live?.marksKey(), () => here.live?.drawSoon(showLive));
}

/** Says why there is no map; where the browser cannot draw one, a picture stands for it. */
async function standIn(/** @type {string} */ hindrance) {
  store.mapError = `map.${hindrance}`;
  if (hindrance !== "noWebGL") return;
  still = await bring("still").catch(() => null);
  if (!still) return;
  followFeatures();
  for (const show of [showEdits, showSelection, showSketch, showMarks, showLive]) show();
}

/** Gives a map another name for those who listen to the page. */
export const name = (/** @type {any} */ one, /** @type {string} */ title) => one.getCanvas().setAttribute("aria-label", title);

/** The page's map; nothing where there is none. */
export const firstMap = () => map;

/** Puts a second map up that looks where the first does; fails where the browser has no room for one. */
export function addSecond(/** @type {HTMLElement} */ container, /** @type {string} */ title) {
  second = build(container, title, { center: map.getCenter(), zoom: map.getZoom() });
  return second;
}

/** Takes the second map away, with all it holds. */
export function removeSecond() {
  second?.remove();
  second = null;
}

function refresh(/** @type {any} */ one) {
  if (!one.getSource("edits")) return;
  showLayers();
  showField(one, true);
  here.vehicles?.layVehicles(one);
  layOrder(one, wantedOrder());
  showEdits();
  showSelection();
  showSketch();
  showMarks();
  here.live?.addSigns(one, theme());
  showSolid();
  showLive();
  here.own?.layOwn(one);
}

/** The reader's order in full; nothing while it is the style's own. */
const wantedOrder = () => (store.layerOrder.length ? layerOrder() : []);

/** Which of the pictures a map shows. */
const sideOf = (/** @type {any} */ one) => (one === second ? "second" : "first");

/** What a map shows of a run; nothing before there is one. */
const pictureOn = (/** @type {"first"|"second"} */ side) => here.runs?.picture(side) ?? null;

const showField = (/** @type {any} */ one, isNew = false) => here.runs?.paintField(one, theme(), isNew, pictureOn(sideOf(one)));

const showSolid = () => here.solid?.showSolid();

function showLayers() {
  maps().forEach(showLayersOn);
  showSolid();
}

function showLayersOn(/** @type {any} */ one) {
  if (!one.getLayer("ground")) return;
  for (const { id } of LAYERS) {
    const { visible, opacity } = store.layers[id];
    for (const layer of STYLE_LAYERS[id]) {
      set(one, layer, "visibility", visible ? "visible" : "none");
      const type = one.getLayer(layer).type;
      const base = layer === "zones" ? 0.08 : layer === "zones-line" ? 0.55 : 1;
      if (type === "symbol") { set(one, layer, layer.endsWith("label") ? "text-opacity" : "icon-opacity", opacity); }
      else set(one, layer, `${type}-opacity`, base * opacity);
    }
  }
}

/** Puts features on every map; those that speak of changes are not drawn beside a baseline. */
function put(/** @type {string} */ name, /** @type {any[]} */ given) {
  still?.lay(name, given);
  for (const one of maps()) fill(one, name, name === "edits" && isUnchanged(one) ? [] : given);
}

const isUnchanged = (/** @type {any} */ one) => Boolean(store.compare.way) && (one === second ? store.compare.mode : store.shown?.mode) === "baseline";

let editTurn = 0;
async function showEdits() {
  const turn = ++editTurn;
  const features = await here.whatif?.editFeatures([...(store.scenario?.supposing ?? []), ...(store.scenario?.changes ?? [])]) ?? [];
  if (turn === editTurn) put("edits", features);
}

function showSelection() {
  const feature = store.selected?.feature;
  const probe = store.probe ? [{ type: "Feature", properties: { probe: true }, geometry: { type: "Point", coordinates: store.probe.position } }] : [];
  put("selection", [...(feature ? [feature] : []), ...probe]);
}

function showSketch() {
  const { picking } = store;
  const drawings = picking?.points?.length ? [{ points: picking.points, isLine: picking.kind !== "area" || picking.isLine }] : here.whatif?.sketched() ?? [];
  const features = drawings.flatMap((/** @type {any} */ { points, isLine }) => [
    ...points.map((/** @type {number[]} */ position) => ({ type: "Feature", properties: {}, geometry: { type: "Point", coordinates: position } })),
    ...(points.length > 1 ? [{ type: "Feature", properties: {}, geometry: { type: "LineString", coordinates: points.length > 2 && !isLine ? [...points, points[0]] : points } }] : []),
  ]);
  put("sketch", [...features, ...(here.city?.countStreet() ?? [])]);
}

const showMarks = () => put("marks", [...(here.city?.markFeatures() ?? []), ...(here.city?.countFeatures() ?? [])]);

const showLive = () => put("live", [...(here.live?.alertFeatures() ?? []), ...(here.live?.liveFeatures() ?? [])]);

/** What lies under a point of the screen: the nearest of what can be picked, streets before areas; of one table where it is named. */
function under(/** @type {any} */ one, /** @type {{x: number, y: number}} */ point, only = "") {
  const houses = here.solid?.HOUSES;
  const house = only || !houses || !one.getLayer(houses) ? null : one.queryRenderedFeatures([point.x, point.y], { layers: [houses] })[0];
  const reach = matchMedia("(pointer: coarse)").matches ? 14 : 6;
  const layers = PICKED.filter(([id, table]) => one.getLayer(id) && (!only || table === only));
  const found = one.queryRenderedFeatures([[point.x - reach, point.y - reach], [point.x + reach, point.y + reach]], { layers: layers.map(([id]) => id) });
  for (const [id, table] of layers) {
    // An upright house hides what lies behind it, but not the signs of places.
    if (house && table !== "places") return { table: "buildings", row: house.id };
    const feature = found.find((/** @type {any} */ it) => it.layer.id === id);
    if (feature) return { table, row: feature.id };
  }
  return null;
}

let hovering = 0;
function hover(/** @type {any} */ event) {
  if (hovering) return;
  hovering = requestAnimationFrame(() => {
    hovering = 0;
    const one = event.target;
    // Gone since.
    if (!maps().includes(one) || store.picking?.owner === "draw") return;
    one.getCanvas().style.cursor = store.picking || pictureOn(sideOf(one))?.field.carrier === "grid" ? "crosshair" : here.live?.liveUnder(one, event.point) || under(one, event.point) ? "pointer" : "";
  });
}

function pick(/** @type {any} */ event) {
  const { target, point } = event;
  return pickAt([Number(event.lngLat.lng.toFixed(6)), Number(event.lngLat.lat.toFixed(6))], (only) => under(target, point, only),
    store.picking ? null : here.live?.liveUnder(target, point), sideOf(target));
}

/** Chooses what lies at a position: `open` opens what is live there, `beneath` tells the row of the city, of one table where it is named. */
export async function pickAt(/** @type {number[]} */ position, /** @type {(only?: string) => {table: string, row: number}|null} */ beneath, /** @type {(() => void)|null|undefined} */ open, /** @type {"first"|"second"} */ side = "first") {
  // The drawing takes its clicks itself.
  if (store.picking?.owner === "draw") return;
  if (store.picking && store.picking.kind !== "street") {
    store.picking = { ...store.picking, points: store.picking.kind === "place" ? [position] : [...store.picking.points, position] };
    return;
  }
  if (store.picking?.owner === "count") {
    const street = beneath("streets");
    if (street) store.picking = { ...store.picking, points: [position], row: street.row };
    return;
  }
  if (open) { open(); return; }
  const found = beneath();
  const water = waterAt(position, side);
  // Who clicks on water asks after the water; who clicks beside it on a street or a house asks after that.
  if (water === "wet" || (water === "dry" && !found)) {
    store.selected = null;
    probe(position, found);
    return;
  }
  store.probe = null;
  if (!found) { store.selected = null; return; }
  await select(found.table, found.row);
  if (store.selected?.feature && water === "dry") store.selected = { ...store.selected, position };
}

/** Whether the grid on the map has something to show at a position: "wet", "dry", or nothing where it does not reach. */
function waterAt(/** @type {number[]} */ position, /** @type {"first"|"second"} */ side) {
  const now = pictureOn(side);
  const cell = now?.field.carrier === "grid" ? here.runs.cellAt(now.side.about, position) : null;
  if (!now || cell === null) return "";
  if (now.turned.has(cell)) return "wet";
  const value = now.values[cell];
  return Number.isFinite(value) && here.runs.colourOf(value, now.scale) !== "transparent" ? "wet" : "dry";
}

/** Asks the grid on the map what it says at a position; `beneath` is the thing of the city that lies there. */
export function probe(/** @type {number[]} */ position, /** @type {{table: string, row: number}|null} */ beneath = null) {
  store.probe = { position, beneath };
  store.panel = "whatif";
  if (store.sheet === "low") store.sheet = "half";
  document.getElementById("panel-body")?.scrollTo(0, 0);
}

/** Shows what a row of the city is, and marks it on the map. */
export async function select(/** @type {string} */ table, /** @type {number} */ row, fly = false) {
  try {
    const feature = await get(`rows/${table}/${row}?city=${store.city.digest}`);
    store.selected = { table, row, feature };
    store.panel = "whatif";
    if (store.sheet === "low") store.sheet = "half";
    announce(feature.properties.name || t(`table.${table}`));
    if (fly) flyTo(feature.properties.center, table === "zones" ? 14 : 16);
  } catch (error) {
    store.selected = { table, row, feature: null, error: error instanceof Error ? error.message : String(error) };
  }
}

/** Brings a position into view. */
export function flyTo(/** @type {number[]} */ center, zoom = 15.5) {
  if (still) { still.flyTo(center, zoom); return; }
  // An offset moves this once; a padding would stay, and the address would tell another centre than the one seen.
  const { left, right, top, bottom } = padding();
  map?.easeTo({ center, zoom: Math.max(map.getZoom(), zoom), offset: [(left - right) / 2, (top - bottom) / 2], duration: calm.matches ? 0 : 700 });
}

/** Brings the whole city into view. */
export function wholeCity() {
  const [west, south, east, north] = store.city.view ?? store.city.box;
  still?.fit([west, south, east, north]);
  map?.fitBounds([[west, south], [east, north]], { padding: padding(), duration: calm.matches ? 0 : 600 });
}

/** The position in the middle of what is seen beside the panel. @returns {number[]} */
export function middleSeen() {
  if (still) return still.middleSeen();
  const { width, height } = map.getCanvas().getBoundingClientRect();
  return map.unproject(innerWidth >= 760 ? [(420 + width) / 2, height / 2] : [width / 2, height * 0.24]).toArray();
}

/** The map's picture, drawn this moment: its pixels are there until the page goes on. Nothing where there is no map. @returns {HTMLCanvasElement|null} */
export function canvasOf() {
  map?.redraw();
  return map?.getCanvas() ?? null;
}

/** When the map is at rest, or has had its time. */
export const settled = () => new Promise((resolve) => {
  if (!map) { resolve(undefined); return; }
  map.once("idle", resolve);
  setTimeout(resolve, 8000);
});

/** Nearer, or farther. */
export const zoomBy = (/** @type {number} */ steps) => still?.zoom(steps) ?? map?.zoomTo(map.getZoom() + steps, { duration: calm.matches ? 0 : 250 });
