// What is live of the city, as the page knows it: things, their streams and last values, from the list of all once and from events since.
import { reactive } from "../../vendor/vue.js";
import { get } from "../../core/api.js";
import { store } from "../../core/store.js";
import { valuesAt } from "./asof.js";

/**
 * @typedef {{id: number, name: string, unit: string, property: string, thing: number, count: number, time: number|null, value: any, quality: any, gaps: number[], usual: number|null}} Stream
 * @typedef {{id: number, name: string, place: number[]|null, streams: Stream[]}} Thing
 */

/** The part that panels watch. Values stand in `streams`, thousands of them: `version` tells that some have changed, `shape` that there are others. */
export const live = reactive({
  /** Whether this server has live data at all. */
  isOffered: false,
  /** What it offers besides: "inbox", "alerts", "feeds", "status". */
  offers: /** @type {Record<string, boolean>} */ ({}),
  isLoaded: false, error: "",
  /** @type {"waiting"|"open"|"lost"} */ connection: "waiting",
  /** The server's clock, in milliseconds since 1970; moves every few seconds. */
  now: Date.now(),
  shape: 0, version: 0,
  isOnMap: true,
  /** What the list and the map are narrowed to. */
  text: "", property: "", only: "", kind: "",
});

/** @type {Map<number, Stream>} */
export const streams = new Map();
/** @type {Map<number, Thing>} */
export const things = new Map();

let ahead = 0;
let isLoading = false;
let isWanted = false;
let waiting = 0;
let took = 0;
let askedAt = -Infinity;
/** @type {any[]} */
let early = [];
/** Whether the values at hand are of the past. */
let isAway = false;
let telling = 0;
let toldAt = -Infinity;
/** @type {Set<(changed: Stream[]) => void>} */
const listeners = new Set();

/** Hears of each bundle of new values. */
export function listen(/** @type {(changed: Stream[]) => void} */ hears) { listeners.add(hears); }

/** The server's clock: now, or where it was stopped; as it runs, where that is wanted. */
export const clock = (isRunning = false) => (isRunning ? null : store.asOf) ?? Date.now() + ahead;

/** Tells panels soon that values have changed, at most eight times a second; twice where there are very many. */
function tell() {
  if (telling) return;
  telling = window.setTimeout(() => {
    telling = 0;
    toldAt = performance.now();
    live.now = clock();
    live.version += 1;
  }, Math.max(0, toldAt + (streams.size > 2000 ? 500 : 120) - performance.now()));
}

/** Asks for the last value of everything: what was missed, and what is new. Requests that come together are one; after a long answer comes a pause. */
export function load() {
  if (isLoading) { isWanted = true; return; }
  if (waiting) return;
  waiting = window.setTimeout(ask, Math.max(40, askedAt + Math.min(10_000, 2 * took) - performance.now()));
}

async function ask() {
  waiting = 0;
  isLoading = true;
  isWanted = false;
  early = [];
  const began = performance.now();
  const asked = store.asOf;
  try {
    const answer = await get("live/latest");
    const past = asked === null ? null : await valuesAt(asked);
    // Meanwhile another moment is looked at.
    if (asked !== store.asOf) { isWanted = true; return; }
    if (past) for (const one of answer.streams) one.latest = past.get(one.stream) ?? null;
    ahead = answer.time - Date.now();
    replace(answer.streams, past !== null);
    live.error = "";
    live.isLoaded = true;
  } catch (error) {
    live.error = error instanceof Error ? error.message : String(error);
  } finally {
    askedAt = performance.now();
    took = askedAt - began;
    isLoading = false;
    observe(early);
    early = [];
    if (isWanted) load();
  }
}

function replace(/** @type {any[]} */ list, isPast = false) {
  // From one moment of the past to another says nothing of how often a device speaks.
  const isJump = isPast || isAway;
  isAway = isPast;
  const old = new Map(streams);
  streams.clear();
  things.clear();
  for (const one of list) {
    const known = old.get(one.stream);
    const stream = known ?? { id: one.stream, time: null, value: null, quality: null, gaps: [], usual: null };
    Object.assign(stream, {
      name: one.name ?? "", unit: one.unit ?? "", property: one.property ?? "", thing: one.thing ?? 0, count: one.count ?? 0,
      usual: one.interval ?? stream.usual,
    });
    // An observation may have been taken back: the list of all is right, whatever was known.
    if (!one.latest) Object.assign(stream, { time: null, value: null, quality: null });
    else if (isJump) Object.assign(stream, { time: one.latest[1], value: one.latest[2], quality: one.latest[3] ?? null });
    else put(stream, one.latest);
    streams.set(stream.id, stream);
    let thing = things.get(stream.thing);
    if (!thing) {
      thing = { id: stream.thing, name: one.thingName ?? stream.name, place: one.place ?? null, streams: [] };
      things.set(thing.id, thing);
    }
    thing.streams.push(stream);
  }
  if (store.thing !== null && !things.has(store.thing)) store.thing = null;
  live.shape += 1;
  tell();
  for (const hears of listeners) hears([...streams.values()]);
}

function put(/** @type {Stream} */ stream, /** @type {any[]} */ [, time, value, quality]) {
  if (stream.time !== null && time > stream.time) {
    stream.gaps.push(time - stream.time);
    if (stream.gaps.length > 9) stream.gaps.shift();
    if (stream.gaps.length >= 3) stream.usual = median(stream.gaps);
  }
  stream.time = time;
  stream.value = value;
  stream.quality = quality ?? null;
}

const median = (/** @type {number[]} */ values) => [...values].sort((a, b) => a - b)[values.length >> 1];

/** What the times of a chart tell of a stream's usual interval. */
export function learn(/** @type {Stream} */ stream, /** @type {number[]} */ times) {
  if (times.length < 4) return;
  const gaps = [];
  for (let i = Math.max(1, times.length - 200); i < times.length; i++) gaps.push(times[i] - times[i - 1]);
  stream.usual = median(gaps);
}

/** New values, each `[stream, milliseconds, result, quality?]`. */
export function observe(/** @type {any[]} */ values) {
  if (store.asOf !== null) return;
  if (isLoading) { early.push(...values); return; }
  const changed = [];
  for (const one of values) {
    const stream = streams.get(one[0]);
    if (!stream) { load(); continue; }
    if (stream.time !== null && one[1] < stream.time) continue;
    if (stream.time !== one[1]) stream.count += 1;
    put(stream, one);
    changed.push(stream);
  }
  if (changed.length === 0) return;
  tell();
  for (const hears of listeners) hears(changed);
}

/** Values of a moment of the past, each `[stream, milliseconds, result, quality]`, by stream. */
export function putAll(/** @type {Map<number, any[]>} */ values) {
  if (store.asOf === null) return;
  isAway = true;
  for (const [id, one] of values) {
    const stream = streams.get(id);
    if (stream) Object.assign(stream, { time: one[1], value: one[2], quality: one[3] ?? null });
  }
  tell();
}

/** Lets ages grow. */
export function tick() { live.now = clock(); }
