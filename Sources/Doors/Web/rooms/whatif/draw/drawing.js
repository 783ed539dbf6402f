// What is being drawn for a scenario: a building, a place or a street, as a change that is not added yet.
import { reactive, watch } from "../../../vendor/vue.js";
import { announce, store } from "../../../core/store.js";
import { number, t } from "../../../core/i18n.js";
import { addChange, edit } from "../scenarios.js";
import { area, length, rounded } from "./footprint.js";

/** @typedef {"building"|"place"|"street"} Kind */

export const drawing = reactive({
  /** What is drawn; nothing while nothing is. */ kind: /** @type {Kind|""} */ (""),
  /** How its ground is drawn. */ shape: /** @type {"rectangle"|"polygon"|"point"|"line"} */ ("rectangle"),
  /** Corners, as [longitude, latitude]. */ points: /** @type {number[][]} */ ([]),
  /** Whether its outline is complete. */ isClosed: false,
  /** The other fields of the change. */ fields: /** @type {Record<string, any>} */ ({}),
  /** Fields it had that are not shown while drawing. */ rest: /** @type {Record<string, any>} */ ({}),
  /** Which change of the scenario it stands for; −1 for a new one. */ place: -1,
});

const KEYWORDS = { building: "build", place: "add-place", street: "open-street" };
const ON_MAP = { building: "area", place: "at", street: "line" };
const SHOWN = { building: ["use", "floors", "floor-area", "parking", "stated-trips", "stated-runoff", "name"], place: ["kind", "name", "capacity"], street: ["class", "name", "oneway"] };
const FIRST = { building: { use: "commercial", floors: "1" }, place: { kind: "clinic" }, street: { class: "residential" } };
const CORNERS = { building: 3, place: 1, street: 2 };
/** Fields that are words; all others are numbers. */
const WORDS = new Set(["use", "name", "kind", "class", "oneway"]);

/** Begins to draw something new. */
export function draw(/** @type {Kind} */ kind, /** @type {"rectangle"|"polygon"} */ shape = "rectangle") {
  Object.assign(drawing, { kind, shape: kind === "building" ? shape : kind === "place" ? "point" : "line", points: [], isClosed: false, fields: { ...FIRST[kind] }, rest: {}, place: -1 });
  store.selected = null;
  hold();
  if (innerWidth < 760 && store.sheet === "full") store.sheet = "half";
}

/** Whether a change of the scenario can be drawn again. */
export const isDrawn = (/** @type {import("../../../core/store.js").Change} */ { keyword, fields }) =>
  Object.entries(KEYWORDS).some(([kind, word]) => word === keyword && Array.isArray(fields[ON_MAP[kind]]));

/** Takes a change of the scenario up again. */
export function redraw(/** @type {number} */ place) {
  const { keyword, fields } = store.scenario.changes[place];
  const kind = /** @type {Kind} */ (Object.keys(KEYWORDS).find((one) => KEYWORDS[one] === keyword));
  const points = kind === "place" ? [fields[ON_MAP[kind]]] : fields[ON_MAP[kind]];
  const rest = Object.fromEntries(Object.entries(fields).filter(([name]) => name !== ON_MAP[kind] && !SHOWN[kind].includes(name)));
  Object.assign(drawing, { kind, shape: kind === "building" ? (isUpright(points) ? "rectangle" : "polygon") : kind === "place" ? "point" : "line", points: points.map((/** @type {number[]} */ one) => [...one]), isClosed: true,
    fields: Object.fromEntries(SHOWN[kind].filter((name) => name in fields).map((name) => [name, String(fields[name])])), rest, place });
  store.selected = null;
  hold();
}

/** Whether a ring is a rectangle along the meridians. */
const isUpright = (/** @type {number[][]} */ ring) => ring.length === 4 && ring[0][1] === ring[1][1] && ring[1][0] === ring[2][0] && ring[2][1] === ring[3][1] && ring[3][0] === ring[0][0];

/** Keeps the map's clicks for the drawing. */
function hold() { store.picking = { kind: `draw.${drawing.isClosed ? "edit" : drawing.shape}`, owner: "draw", points: [] }; }

/** Sets the corners. */
export function setPoints(/** @type {number[][]} */ points) { drawing.points = points.map(rounded); }

/** The outline is complete: it can be changed, and clicked on no more. */
export function close() {
  if (!drawing.kind || drawing.isClosed || drawing.points.length < CORNERS[drawing.kind]) return;
  drawing.isClosed = true;
  hold();
  announce(measure());
}

/** Puts the drawing away. */
export function stop() {
  Object.assign(drawing, { kind: "", points: [], isClosed: false, place: -1 });
  if (store.picking?.owner === "draw") store.picking = null;
}

// Esc takes an outline back that is not complete; one that is stays in its form.
watch(() => store.picking, (picking) => { if (picking?.owner !== "draw" && drawing.kind && !drawing.isClosed) stop(); });
watch(() => store.scenario === null, (isGone) => { if (isGone && drawing.kind && drawing.place >= 0) stop(); });

/** The change as drawn so far; nothing while it has too few corners. @returns {import("../../../core/store.js").Change|null} */
export function change() {
  const { kind, points } = drawing;
  if (!kind || points.length < CORNERS[kind] || (kind === "building" && area(points) < 1)) return null;
  const fields = /** @type {Record<string, unknown>} */ ({ ...drawing.rest, [ON_MAP[kind]]: kind === "place" ? points[0] : points });
  for (const name of SHOWN[kind]) {
    const text = String(drawing.fields[name] ?? "").trim();
    if (!text) continue;
    const value = Number(text);
    fields[name] = WORDS.has(name) || !Number.isFinite(value) ? text : value;
  }
  return { keyword: KEYWORDS[kind], fields };
}

/** Puts it into the scenario. */
export function add() {
  const one = change();
  if (!one) return;
  const { place } = drawing;
  stop();
  if (place >= 0) edit((scenario) => { scenario.changes[place] = one; });
  else addChange(one.keyword, one.fields);
}

/** What the drawing measures, in words. */
export function measure() {
  const { kind, points } = drawing;
  if (kind === "building") return points.length > 2 ? t("draw.area", { area: number(area(points), 0) }) : "";
  if (kind === "street") return points.length > 1 ? t("draw.length", { length: number(length(points), 0) }) : "";
  return "";
}
