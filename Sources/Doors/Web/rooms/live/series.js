// The values of streams over the time that is shown: asked for again when it changes, kept in between, and longer by each event.
import { reactive, watch } from "../../vendor/vue.js";
import { get } from "../../core/api.js";
import { store } from "../../core/store.js";
import { clock, learn, listen, streams } from "./desk.js";

/** Nearer than this there is nothing to see, in milliseconds. */
const SHORTEST = 5_000;
/** Farther than this no town has sensors. */
const LONGEST = 30 * 365.25 * 86_400_000;
/** How long a movement of the view rests before values are asked for. */
const REST = 140;

/** The time that all charts show; while `isFollowing` its end is now. `cursor` is the moment under the pointer. */
export const span = reactive({ from: 0, to: 0, isFollowing: true, cursor: /** @type {number|null} */ (null) });

/** @typedef {{per: "value"|"hour"|"day", times: number[], values: any[], doubts: Map<number, any>, count: number[], min: number[], mean: number[], max: number[], isCut: boolean}} Series */

/** What is known of each stream, while a thing is looked at. */
export const series = reactive({ version: 0, errors: /** @type {Record<number, string>} */ ({}), loading: /** @type {Record<number, boolean>} */ ({}) });
/** @type {Map<number, Series>} */
const known = new Map();
/** @type {Map<number, AbortController>} */
const asking = new Map();
/** @type {number[]} */
let shown = [];
let resting = 0;

const DAY = 86_400_000;

/** Shows streams from now on, over the last day; longer where the newest value is older. */
export function open(/** @type {number[]} */ ids) {
  close();
  shown = ids;
  const newest = Math.max(...ids.map((id) => streams.get(id)?.time ?? -Infinity));
  const age = Number.isFinite(newest) ? clock() - newest : 0;
  show([DAY, 7 * DAY, 30 * DAY, 365 * DAY].find((length) => age < 0.8 * length) ?? 5 * 365 * DAY);
}

/** Forgets. */
export function close() {
  for (const one of asking.values()) one.abort();
  asking.clear();
  known.clear();
  shown = [];
  clearTimeout(resting);
  Object.assign(series, { errors: {}, loading: {} });
}

/** The last so many milliseconds until now. */
export function show(/** @type {number} */ length) {
  span.to = clock();
  span.from = span.to - length;
  span.isFollowing = true;
  span.cursor = null;
  ask();
}

/** Moves the time that is shown. */
export function move(/** @type {number} */ from, /** @type {number} */ to) {
  const end = clock();
  const length = Math.min(LONGEST, Math.max(SHORTEST, to - from));
  const middle = (from + to) / 2;
  let [start, stop] = [middle - length / 2, middle + length / 2];
  // The future is empty: a little of it may be seen, no more.
  const most = end + length * 0.05;
  if (stop > most) { start -= stop - most; stop = most; }
  span.isFollowing = Math.abs(stop - end) < length * 0.06;
  span.from = start;
  span.to = stop;
  askSoon();
}

/** Nearer (less than one) or farther, around a moment. */
export function zoom(/** @type {number} */ factor, around = span.isFollowing ? span.to : (span.from + span.to) / 2) {
  const length = Math.min(LONGEST, Math.max(SHORTEST, (span.to - span.from) * factor));
  const share = (around - span.from) / (span.to - span.from);
  move(around - share * length, around + (1 - share) * length);
}

/** By a share of what is shown. */
export function pan(/** @type {number} */ share) {
  const by = (span.to - span.from) * share;
  move(span.from + by, span.to + by);
}

function askSoon() {
  clearTimeout(resting);
  resting = window.setTimeout(ask, REST);
}

/** Asks for all charts. */
export function ask() {
  clearTimeout(resting);
  for (const id of shown) fetchOne(id);
}

async function fetchOne(/** @type {number} */ id) {
  asking.get(id)?.abort();
  const control = new AbortController();
  asking.set(id, control);
  series.loading[id] = true;
  // Half as much on each side, so that lines run out of the picture and small movements have something to show; room for as many points more.
  const margin = (span.to - span.from) / 2;
  const iso = (/** @type {number} */ time) => new Date(Math.round(time)).toISOString();
  try {
    const answer = await get(`live/streams/${id}/series?from=${iso(span.from - margin)}&to=${iso(Math.min(Math.max(span.to, span.isFollowing ? clock() + 60_000 : 0) + margin, store.asOf ?? Infinity))}&points=1600`, control.signal);
    if (control.signal.aborted) return;
    known.set(id, {
      per: answer.per, times: answer.times, values: answer.values ?? [], doubts: new Map(answer.quality ?? []),
      count: answer.count ?? [], min: answer.min ?? [], mean: answer.mean ?? [], max: answer.max ?? [], isCut: Boolean(answer.isCut),
    });
    const stream = streams.get(id);
    if (stream && answer.per === "value") learn(stream, answer.times);
    delete series.errors[id];
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") return;
    series.errors[id] = error instanceof Error ? error.message : String(error);
  }
  series.loading[id] = false;
  series.version += 1;
}

/** What is known of a stream. */
export const seriesOf = (/** @type {number} */ id) => known.get(id) ?? null;

/** Lets the time pass while its end is now. */
export function pass() {
  if (!span.isFollowing || shown.length === 0) return;
  const length = span.to - span.from;
  const by = clock() - span.to;
  // Less than half a pixel is not seen.
  if (by < length / 700) return;
  span.from += by;
  span.to += by;
}

// From the past to now: what was cut off at that moment is asked for.
watch(() => store.asOf, () => { if (shown.length) show(span.to - span.from); });

let again = 0;
listen((changed) => {
  let isBehind = false;
  for (const stream of changed) {
    const one = known.get(stream.id);
    if (!one || !shown.includes(stream.id) || stream.time === null) continue;
    const last = one.times[one.times.length - 1] ?? -Infinity;
    if (one.per !== "value") { isBehind = isBehind || stream.time > last; continue; }
    if (stream.time < last || stream.time > span.to + (span.to - span.from)) continue;
    if (stream.time > last) { one.times.push(stream.time); one.values.push(stream.value); } else one.values[one.values.length - 1] = stream.value;
    if (stream.quality !== null) one.doubts.set(one.times.length - 1, stream.quality);
    series.version += 1;
  }
  // Hours and days are summed up by the server.
  if (isBehind && !again) again = window.setTimeout(() => { again = 0; ask(); }, 5000);
  pass();
});
