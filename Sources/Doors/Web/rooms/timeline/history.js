// What the sensors told over the window of the past, kept so that the handle finds it at once. Where a stream has very many values the server sends
// means of hours: they stand for the moment until its own values are here.
import { get } from "../../core/api.js";
import { putAll, streams } from "../live/desk.js";

/** Streams that are fetched beforehand; a town with more waits a moment at each stop. */
const MOST = 300;
/** Requests at a time: the browser allows six, and others have to get through. */
const AT_ONCE = 3;
const POINTS = 600;

/** @type {Map<number, {times: number[], values: any[], doubts: Map<number, any>}>} */
const known = new Map();
let have = { from: Infinity, to: -Infinity };
let turn = 0;

/** Fetches a window unless it is there. */
export async function covers(/** @type {number} */ from, /** @type {number} */ to) {
  if (streams.size > MOST || (have.from <= from && have.to >= to - 600_000)) return;
  const mine = ++turn;
  have = { from, to };
  const waiting = [...streams.keys()];
  const iso = (/** @type {number} */ time) => new Date(Math.round(time)).toISOString();
  await Promise.all(Array.from({ length: AT_ONCE }, async () => {
    for (let id = waiting.pop(); id !== undefined && mine === turn; id = waiting.pop()) {
      try {
        const answer = await get(`live/streams/${id}/series?from=${iso(from)}&to=${iso(to)}&points=${POINTS}`);
        known.set(id, { times: answer.times, values: answer.values ?? answer.mean ?? [], doubts: new Map(answer.quality ?? []) });
      } catch { have = { from: Infinity, to: -Infinity }; return; }
    }
  }));
}

/** The place of the last time that is not after a moment; -1 where there is none. */
export function lastBefore(/** @type {number[]} */ times, /** @type {number} */ time) {
  let [low, high] = [0, times.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (times[middle] <= time) low = middle + 1; else high = middle;
  }
  return low - 1;
}

/** Shows what is at hand of a moment. */
export function recall(/** @type {number} */ time) {
  if (time < have.from) return;
  const found = new Map();
  for (const [id, { times, values, doubts }] of known) {
    const place = lastBefore(times, time);
    // What was told before the window is not known here: the full answer brings it.
    if (place >= 0) found.set(id, [id, times[place], values[place], doubts.get(place) ?? null]);
  }
  putAll(found);
}
