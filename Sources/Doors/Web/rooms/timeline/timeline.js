// One clock for the map: what was measured in the past, what is live now, and the moments of the run that is looked at.
// Where it stands is told by `store.asOf` and `store.shown` with `store.time`; only this part moves from one to the other.
import { reactive, watch } from "../../vendor/vue.js";
import { store } from "../../core/store.js";
import { clock, live, load, streams } from "../live/desk.js";
import { offsetAt } from "../live/when.js";
import { choose, goTo } from "../runs/runs.js";
import { nextOf, placeOf, pointsOf, stepFrom, windowOf } from "./axis.js";
import { covers, recall } from "./history.js";

/** How long a moment stays when time passes, in milliseconds. */
const STAY = 450;
/** How long the handle rests before the past is asked for in full. */
const REST = 300;
export const SPEEDS = [1, 2, 4];

export const line = reactive({
  /** How far back the past reaches. */
  window: "day", speed: 1,
  /** The run's field that was left for the past or for now, and is there to come back to. @type {{name: string, mode: any, field: any}|null} */
  left: null,
});

/** The field whose moments are on the line: the one on the map, or the one that was left. */
export function fieldOnLine() {
  if (store.shown) return store.field?.times.length > 1 ? store.field : null;
  return line.left?.field ?? null;
}

/** Whether anything is measured, so that there is a past and a now. */
export const hasLive = () => { void live.shape; return live.isOffered && live.isLoaded && streams.size > 0; };

/** Whether what is shown is a moment of the run. */
export const isInRun = () => Boolean(store.shown && store.field?.times.length > 1);

/** The server's clock, which stands still at no moment of the past. */
const presently = () => { void live.now; return clock(true); };

/** The window of the past: the one chosen, or longer where the moment shown lies farther back. */
export const span = () => windowOf(line.window, presently(), store.asOf);

/** All moments, as things are. */
export function points() {
  const now = hasLive() ? presently() : null;
  return pointsOf({ now, span: span(), offset: now === null ? 0 : offsetAt(now), times: fieldOnLine()?.times ?? [] });
}

/** Whether there is time to move in. */
export const hasTime = () => hasLive() || fieldOnLine() !== null;

/** The place of the handle: where it was put, even before that moment is here. */
export function place(all = points()) {
  if (!isInRun()) return placeOf(all, null, store.asOf);
  const wanted = store.time === null ? -1 : store.field.times.indexOf(store.time);
  return placeOf(all, wanted < 0 ? store.field.moment : wanted, null);
}

/** Takes the run's field off the map; it stays on the line. */
function leaveRun() {
  if (!isInRun()) return;
  line.left = { ...store.shown, field: store.field };
  store.shown = null;
  store.field = null;
  store.probe = null;
}

let resting = 0;
/** Shows what is live at a moment, or now: at once as far as it is at hand, then in full. */
function lookAt(/** @type {number|null} */ asOf) {
  clearTimeout(resting);
  leaveRun();
  store.asOf = asOf;
  live.now = clock();
  if (asOf === null) { load(); return; }
  recall(asOf);
  resting = window.setTimeout(load, REST);
}

/** Goes to one of the moments. */
export async function goToPlace(/** @type {number} */ wanted) {
  const point = points()[wanted];
  if (!point) return;
  if (point.zone !== "run") { lookAt(point.zone === "now" ? null : point.time); return; }
  if (isInRun()) { await goTo(point.moment); return; }
  if (store.asOf !== null) { store.asOf = null; load(); }
  const { left } = line;
  if (!left) return;
  store.time = point.time;
  await choose(left.name, left.mode);
}

/** Back to what is live; to the run's beginning where nothing is. */
export function toNow() {
  store.playing = false;
  if (hasLive()) lookAt(null); else goToPlace(0);
}

/** A step back or forth. */
export function step(/** @type {number} */ by) {
  if (!hasTime()) return;
  store.playing = false;
  const all = points();
  const next = stepFrom(all, place(all), by);
  if (next !== null) goToPlace(next);
}

/** Lets time pass, or stops it; from the last moment it begins again. */
export function play() {
  if (store.playing || !hasTime()) { store.playing = false; return; }
  store.playing = true;
  prepare();
  pass();
}

async function pass() {
  for (let isBegun = false; store.playing && hasTime(); isBegun = true) {
    const began = performance.now();
    const all = points();
    const next = nextOf(all, place(all), isBegun);
    if (next === null) break;
    await goToPlace(next);
    if (store.fieldError || document.hidden) break;
    await new Promise((resolve) => { setTimeout(resolve, Math.max(60, STAY / line.speed - (performance.now() - began))); });
  }
  store.playing = false;
}

/** Fetches the past before it is asked for: somebody reaches for the handle. */
export function prepare() { if (hasLive()) covers(presently() - span().length, presently()); }

// Another run has other moments; a field on the map is the one on the line.
watch(() => [store.run?.run, Boolean(store.shown)], ([, isShown], [was]) => { if (isShown || store.run?.run !== was) line.left = null; });
watch(() => line.window, prepare);
