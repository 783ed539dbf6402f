// The clock of the vehicles, and the frames they need: from the page's moment on they drive, at the pace that was chosen.
import { reactive, watch } from "../../vendor/vue.js";
import { bytes, get } from "../../core/api.js";
import { store } from "../../core/store.js";
import { goTo } from "../runs/runs.js";
import { countIn, decodeWindow, placeIn } from "./film.js";

/** Seconds of the day that pass in a second, and seconds from frame to frame at that pace. */
export const SPEEDS = [{ speed: 1, step: 1 }, { speed: 5, step: 1 }, { speed: 20, step: 2 }];
/** Frames of a window. */
const FRAMES = 41;
/** Windows kept; one of a town of 20,000 vehicles has 4 MB. */
const KEPT = 12;

/**
 * What is known of vehicles: of which runs, and from when to when; whether they move, how fast, and how many there are in view.
 */
export const motion = reactive({
  isOffered: false, begin: 0, end: 0, every: 1, isRunning: false, speed: 5, by: /** @type {"class"|"pace"} */ ("class"),
  /** The moment as words tell it: not every picture's. */
  told: 0, count: 0, error: "",
});

/** The runs whose vehicles are shown: with the changes, and without. */
let runs = { run: "", baseline: "" };
/** The moment at a time of the page's clock. */
let at = { moment: 0, since: 0 };
/** @type {Map<string, {film: import("./film.js").Film|null, asked: Promise<void>}>} */
const windows = new Map();
/** Who draws anew when there is something new. @type {() => void} */
let changed = () => {};
/** What of the map is to be seen. @type {() => number[]|null} */
let seen = () => null;

/** Tells what to draw anew, and what is in view. */
export function connect(/** @type {() => void} */ redraw, /** @type {() => number[]|null} */ box) {
  changed = redraw;
  seen = box;
}

/** The moment now, in milliseconds as fields tell time. */
export function moment() {
  const passed = motion.isRunning ? (performance.now() - at.since) * motion.speed : 0;
  return Math.min(motion.end, Math.max(motion.begin, at.moment + passed));
}

/** Stands at a moment, or goes on from there. */
export function stand(/** @type {number} */ where) {
  at = { moment: where, since: performance.now() };
  motion.told = moment();
  look();
}

/** Lets them drive, or stops them. */
export function drive(isRunning = !motion.isRunning) {
  const here = moment();
  motion.isRunning = isRunning && motion.isOffered;
  if (motion.isRunning) store.playing = false;
  stand(here >= motion.end ? motion.begin : here);
}

/** Another pace; the moment stays. */
export function pace(/** @type {number} */ speed) {
  const here = moment();
  motion.speed = speed;
  stand(here);
}

const stepNow = () => SPEEDS.find(({ speed }) => speed === motion.speed)?.step ?? 1;

/** The view as tiles have it, so that small moves ask for nothing new: west, south, east, north. */
function boxNow() {
  const box = seen();
  if (!box) return null;
  const size = 2 ** Math.ceil(Math.log2(Math.max(1e-4, box[2] - box[0], box[3] - box[1]))) / 4;
  const [down, up] = [(/** @type {number} */ value) => Math.floor(value / size) * size, (/** @type {number} */ value) => Math.ceil(value / size) * size];
  return [down(box[0]), Math.max(-85, down(box[1])), up(box[2]), Math.min(85, up(box[3]))].map((value) => Number(value.toFixed(6)));
}

/** Asks for the window of a moment, unless it is here or on its way. */
function window_(/** @type {string} */ run, /** @type {number} */ when, /** @type {number[]} */ box) {
  const step = stepNow();
  const span = step * 1000 * (FRAMES - 1);
  const from = motion.begin + Math.floor((when - motion.begin) / span) * span;
  const path = `runs/${run}/vehicles?from=${from}&step=${step}&frames=${FRAMES}&bbox=${box.join()}`;
  const known = windows.get(path);
  if (known) {
    // The one asked for last is the last to be forgotten.
    windows.delete(path);
    windows.set(path, known);
    return known;
  }
  const began = performance.now();
  const made = { film: /** @type {any} */ (null), asked: Promise.resolve() };
  made.asked = bytes(path).then((buffer) => {
    made.film = decodeWindow(buffer);
    motion.error = "";
    performance.measure("vehicles", { start: began, end: performance.now(), detail: { bytes: buffer.byteLength, slots: made.film.slots } });
    changed();
  }).catch((error) => {
    windows.delete(path);
    motion.error = error instanceof Error ? error.message : String(error);
  });
  windows.set(path, made);
  while (windows.size > KEPT) windows.delete(/** @type {string} */ (windows.keys().next().value));
  return made;
}

/** The last film that was drawn on each side: it stays until the next is here. @type {Record<string, import("./film.js").Film|null>} */
const last = { run: null, baseline: null };

/** The film to draw now, of the run with the changes or of that without; nothing before there is one. */
export function filmNow(/** @type {"run"|"baseline"} */ side) {
  const box = boxNow();
  const run = runs[side];
  if (!motion.isOffered || !run || !box) return null;
  const now = moment();
  const step = stepNow();
  const { film } = window_(run, now, box);
  if (motion.isRunning) window_(run, Math.min(motion.end, now + step * 1000 * (FRAMES - 1) * 0.5), box);
  if (film) last[side] = film;
  const shown = last[side];
  // What is of another time is not drawn at this one.
  return shown && placeIn(shown, now) ? shown : null;
}

/** Whether the run that is shown tells of vehicles; asked once for each. */
async function learn(/** @type {any} */ run) {
  const model = run?.models?.find((/** @type {any} */ one) => one.model === "traffic");
  const wanted = { run: model?.run ?? "", baseline: model?.baseline ?? "" };
  if (wanted.run === runs.run && wanted.baseline === runs.baseline) return;
  runs = wanted;
  windows.clear();
  last.run = null;
  last.baseline = null;
  motion.isOffered = false;
  motion.isRunning = false;
  motion.error = "";
  if (!model) { changed(); return; }
  try {
    const about = await get(`runs/${wanted.run}/film`);
    if (runs !== wanted || about.begin === undefined) return;
    Object.assign(motion, { isOffered: true, begin: about.begin, end: about.end, every: about.every });
    stand(wantedMoment());
  } catch (error) { motion.error = error instanceof Error ? error.message : String(error); }
}

/** The page's moment, or its hour where it is one of another day; else eight in the morning. */
function wantedMoment() {
  const { field } = store;
  const told = store.time ?? field?.times?.[field.moment] ?? null;
  const DAY = 86_400_000;
  for (const wanted of told === null ? [] : [told, motion.begin + ((((told - motion.begin) % DAY) + DAY) % DAY)]) if (wanted >= motion.begin && wanted < motion.end) return wanted;
  return motion.begin + 8 * 3_600_000;
}

/** Looks anew, and lets those who read know where it is. */
function look() {
  changed();
  const film = last.run ?? last.baseline;
  const place = film ? placeIn(film, moment()) : null;
  motion.count = film && place ? countIn(film, place.frame) : 0;
}

/** Once a while: words, the hour of the field on the map, and the end of the day. */
function tick() {
  if (!motion.isOffered) return;
  const now = moment();
  if (motion.isRunning) {
    motion.told = now;
    if (now >= motion.end) drive(false);
    const { field } = store;
    if (field?.model === "traffic" && field.times.length > 1) {
      let hour = 0;
      for (let i = 0; i < field.times.length; i++) if (field.times[i] <= now) hour = i;
      if (hour !== field.moment && field.times[hour] !== store.time) goTo(hour);
    }
  }
  look();
}

/** Begins to follow the run that is shown. */
export function beginMotion() {
  watch(() => store.run, learn);
  if (store.run) learn(store.run);
  watch(() => [store.time, store.field?.moment], () => {
    if (!motion.isOffered) return;
    const wanted = wantedMoment();
    // The hour that the vehicles have reached themselves.
    if (motion.isRunning && wanted <= moment() && moment() - wanted < 3_600_000) return;
    stand(wanted);
  });
  watch(() => motion.by, () => changed());
  watch(() => store.playing, (isPlaying) => { if (isPlaying && motion.isRunning) drive(false); });
  document.addEventListener("visibilitychange", () => { if (document.hidden && motion.isRunning) drive(false); });
  setInterval(tick, 500);
}
