// Things and new devices as the map draws them, and what a click on one opens.
import { store } from "../../core/store.js";
import { alerts } from "./alerts.js";
import { live, things } from "./desk.js";
import { kindOf, isDoubtful, isLate, shortAge, markText } from "./reading.js";
import { signName } from "./signs.js";
import { inbox, openEntry } from "./inbox.js";

/** Lines of values beside a mark, at most. */
const LINES = 3;

/** Whether marks are on the map: always while one looks at what is live, otherwise unless results of a run cover it. */
export const isShown = () => live.isOffered && (store.panel === "live" || (live.isOnMap && !store.shown));

/** All marks. */
export function liveFeatures() {
  if (!isShown()) return [];
  void live.version;
  const now = live.now;
  const features = [];
  for (const thing of things.values()) {
    if (!thing.place) continue;
    const wanted = store.panel === "live" && (live.property || live.kind)
      ? thing.streams.filter((one) => (!live.property || one.property === live.property) && (!live.kind || kindOf(one.property) === live.kind)) : thing.streams;
    if (wanted.length === 0) continue;
    // What is newest of what counts stands first: a thing is as fresh as its freshest stream, and doubtful when one of its values is.
    const late = wanted.every((one) => isLate(one, now));
    const state = { isLate: late, isDoubtful: wanted.some(isDoubtful) };
    const main = wanted[0];
    const newest = Math.max(...wanted.map((one) => one.time ?? -Infinity));
    const lines = wanted.slice(0, LINES).map((one) => markText(one.value, one.unit) + (isDoubtful(one) ? " ⚠" : ""));
    if (wanted.length > LINES) lines.push(`+${wanted.length - LINES}`);
    const age = Number.isFinite(newest) ? shortAge(now - newest) : "–";
    features.push({
      type: "Feature", geometry: { type: "Point", coordinates: thing.place },
      properties: {
        thing: thing.id, sign: signName(kindOf(main.property), state, "").slice(0, -1), late, chosen: store.thing === thing.id, order: late ? 2 : 1,
        value: lines[0] + (late ? ` (${age})` : ""), all: `${lines.join("\n")}\n${age}`,
      },
    });
  }
  for (const entry of store.asOf === null ? inbox.entries : []) {
    const place = inbox.open === entry.id && inbox.form?.place ? inbox.form.place : entry.place ? [entry.place.longitude, entry.place.latitude] : null;
    if (!place) continue;
    const first = entry.fields[0];
    const value = first ? markText(first.value, first.unit.symbol) : "";
    features.push({
      type: "Feature", geometry: { type: "Point", coordinates: place },
      properties: { entry: entry.id, sign: "live:other:new", late: false, chosen: inbox.open === entry.id, order: 0, value, all: [value, entry.name].filter(Boolean).join("\n") },
    });
  }
  return features;
}

/** Opens a thing in the panel. */
export function openThing(/** @type {number} */ id) {
  store.thing = id;
  store.panel = "live";
  if (store.sheet === "low") store.sheet = "half";
  document.getElementById("panel-body")?.scrollTo(0, 0);
}

/** What of it lies under a point of the screen, as a deed; null where nothing does. */
export function liveUnder(/** @type {any} */ map, /** @type {{x: number, y: number}} */ point) {
  if (!map.getLayer("live") || !isShown()) return null;
  const reach = matchMedia("(pointer: coarse)").matches ? 12 : 5;
  const [found] = map.queryRenderedFeatures([[point.x - reach, point.y - reach], [point.x + reach, point.y + reach]], { layers: ["live"] });
  return found ? () => openSign(found) : null;
}

/** Opens what a mark stands for. */
export function openSign(/** @type {any} */ { properties: { thing, entry } }) {
  if (entry !== undefined) openEntry(entry); else openThing(thing);
}

let drawing = 0;
let drawnAt = 0;
/** Draws marks soon; seldom enough that the map stays quick where there are thousands. */
export function drawSoon(/** @type {() => void} */ draw) {
  if (drawing) return;
  const pace = things.size > 1000 ? 1000 : 120;
  drawing = window.setTimeout(() => { drawing = 0; drawnAt = performance.now(); draw(); }, Math.max(0, drawnAt + pace - performance.now()));
}

/** What the marks depend on, for a watch. */
export const marksKey = () => JSON.stringify([
  isShown(), live.version, live.shape, Math.floor(live.now / (store.panel === "live" ? 10_000 : 60_000)), store.thing, store.asOf, live.property, live.kind, store.panel === "live",
  inbox.version, inbox.open, inbox.form?.place, alerts.version, store.lang]);
