// The drawing on the map: corners are set, dragged and put in between; what it measures follows the hand.
import { watch } from "../../../vendor/vue.js";
import { store } from "../../../core/store.js";
import { ready } from "../../map/map.js";
import { fill, whenFilled } from "../../map/filled.js";
import { close, drawing, measure, setPoints } from "./drawing.js";
import { contains, middle, middles, moved, rectangle, shifted } from "./footprint.js";

const COLOUR = "#0a84d0";
/** @type {any} */
let map = null;
/** What the hand holds: a corner, the whole, or a rectangle that is being drawn. @type {{corner?: number, from?: number[], points?: number[][], isNew?: boolean}|null} */
let held = null;
/** Where the pointer is while an outline is open. @type {number[]|null} */
let pointer = null;
/** @type {any} */
let readout = null;

const isOurs = () => Boolean(drawing.kind) && store.picking?.owner === "draw";
const isRing = () => drawing.kind === "building";
const at = (/** @type {any} */ event) => [event.lngLat.lng, event.lngLat.lat];

/** Adds the drawing's source and layers once something is drawn, also after the map's style changed. */
function lay() {
  if (!drawing.kind || map.getSource("drawing")) return;
  map.addSource("drawing", { type: "geojson", data: { type: "FeatureCollection", features: [] } });
  map.addLayer(whenFilled({ id: "drawing-fill", source: "drawing", type: "fill", filter: ["==", ["geometry-type"], "Polygon"], paint: { "fill-color": COLOUR, "fill-opacity": 0.22 } }));
  map.addLayer(whenFilled({ id: "drawing-casing", source: "drawing", type: "line", filter: ["!=", ["geometry-type"], "Point"], layout: { "line-join": "round", "line-cap": "round" }, paint: { "line-color": "#fff", "line-width": 5.5 } }));
  map.addLayer(whenFilled({ id: "drawing-line", source: "drawing", type: "line", filter: ["!=", ["geometry-type"], "Point"], layout: { "line-join": "round", "line-cap": "round" }, paint: { "line-color": COLOUR, "line-width": 3 } }));
  map.addLayer(whenFilled({ id: "drawing-middle", source: "drawing", type: "circle", filter: ["==", ["get", "part"], "middle"], paint: { "circle-color": "#fff", "circle-radius": 4, "circle-stroke-color": COLOUR, "circle-stroke-width": 1.5 } }));
  map.addLayer(whenFilled({ id: "drawing-corner", source: "drawing", type: "circle", filter: ["==", ["get", "part"], "corner"], paint: { "circle-color": COLOUR, "circle-radius": 7, "circle-stroke-color": "#fff", "circle-stroke-width": 2.5 } }));
}

function features() {
  const { points, isClosed } = drawing;
  if (!drawing.kind) return [];
  const line = !isClosed && pointer && points.length && drawing.shape !== "rectangle" && drawing.kind !== "place" ? [...points, pointer] : points;
  const of = (/** @type {string} */ type, /** @type {any} */ coordinates, /** @type {string} */ part) => ({ type: "Feature", properties: { part }, geometry: { type, coordinates } });
  const outline = line.length < 2 ? [] : isRing() && line.length > 2 ? [of("Polygon", [[...line, line[0]]], "shape")] : [of("LineString", line, "shape")];
  const between = isClosed && drawing.shape !== "rectangle" ? middles(points, isRing()).map((one) => of("Point", one.at, "middle")) : [];
  return [...outline, ...between, ...points.map((point) => of("Point", point, "corner"))];
}

let isDue = false;
function show() {
  if (isDue) return;
  isDue = true;
  requestAnimationFrame(() => {
    isDue = false;
    lay();
    fill(map, "drawing", features());
    const text = measure();
    readout.getElement().textContent = text;
    if (text && drawing.points.length) readout.setLngLat(middle(drawing.points)).addTo(map);
    else readout.remove();
  });
}

/** What of the drawing lies under a point of the screen. */
function under(/** @type {any} */ event) {
  const reach = event.type.startsWith("touch") ? 24 : 12;
  const near = (/** @type {number[]} */ position) => {
    const { x, y } = map.project(position);
    return Math.hypot(x - event.point.x, y - event.point.y) <= reach;
  };
  const corner = drawing.points.findIndex(near);
  if (corner >= 0) return { corner };
  if (!drawing.isClosed) return null;
  const between = drawing.shape === "rectangle" ? undefined : middles(drawing.points, isRing()).find((one) => near(one.at));
  if (between) return { between };
  return isRing() && contains(drawing.points, at(event)) ? { whole: true } : null;
}

function down(/** @type {any} */ event) {
  if (!isOurs() || event.originalEvent.button || event.originalEvent.touches?.length > 1) return;
  const found = under(event);
  const isFresh = !drawing.isClosed && drawing.shape === "rectangle";
  if (drawing.kind === "place" && !found) setPoints([at(event)]);
  if (drawing.kind === "place") held = { corner: 0 };
  else if (found?.between) {
    setPoints([...drawing.points.slice(0, found.between.place), at(event), ...drawing.points.slice(found.between.place)]);
    held = { corner: found.between.place };
  } else if (isFresh) held = { from: at(event), isNew: true };
  else if (found?.corner !== undefined) held = { corner: found.corner };
  else if (found?.whole) held = { from: at(event), points: drawing.points };
  if (held) event.preventDefault();
}

function move(/** @type {any} */ event) {
  if (!isOurs()) return;
  pointer = at(event);
  if (!held) {
    map.getCanvas().style.cursor = drawing.isClosed ? (under(event) ? "move" : "") : "crosshair";
    if (!drawing.isClosed) show();
    return;
  }
  event.preventDefault();
  const here = at(event);
  if (held.isNew) setPoints(rectangle(/** @type {number[]} */ (held.from), here));
  else if (held.points) setPoints(shifted(held.points, [here[0] - /** @type {any} */ (held.from)[0], here[1] - /** @type {any} */ (held.from)[1]]));
  else setPoints(moved(drawing.points, /** @type {number} */ (held.corner), here, drawing.shape === "rectangle"));
}

function up() {
  const last = held;
  held = null;
  if (!last || !drawing.kind) return;
  if (drawing.kind === "place" || (last.isNew && drawing.points.length === 4)) close();
}

function click(/** @type {any} */ event) {
  if (!isOurs() || drawing.isClosed || drawing.shape === "rectangle" || drawing.kind === "place") return;
  const found = under(event);
  // The first corner once more, or the last: the outline is complete.
  if (found?.corner !== undefined && (found.corner === 0 || found.corner === drawing.points.length - 1)) { if (drawing.points.length > 1) close(); return; }
  setPoints([...drawing.points, at(event)]);
}

/** Lets the map be drawn on, once it is there. */
export async function beginDrawing() {
  map = await ready;
  const element = document.createElement("output");
  element.className = "draw-readout";
  readout = new /** @type {any} */ (window).maplibregl.Marker({ element, anchor: "center" });
  map.on("style.load", show);
  for (const name of ["mousedown", "touchstart"]) map.on(name, down);
  for (const name of ["mousemove", "touchmove"]) map.on(name, move);
  for (const name of ["mouseup", "touchend", "touchcancel"]) window.addEventListener(name, up);
  map.on("click", click);
  map.on("dblclick", (/** @type {any} */ event) => { if (isOurs()) { event.preventDefault(); close(); } });
  map.on("mouseout", () => { pointer = null; });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && isOurs() && (event.target === document.body || event.target === map.getCanvas())) close();
  });
  watch(() => [drawing.kind, drawing.points, drawing.isClosed], show);
}
