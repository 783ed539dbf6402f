// The values of the second map: of the page's field and moment, or of its own. What the page has already is not fetched again.
import { watch } from "../../vendor/vue.js";
import { store } from "../../core/store.js";
import { nearest, open } from "../runs/frames.js";
import { beginning, fieldAt, isOnMap } from "../runs/runs.js";

let turn = 0;

/** The moment of a side that a time stands for; without a time, the one such a field begins with. */
function momentOf(/** @type {any} */ about, /** @type {any} */ side) {
  const { compare, field, time } = store;
  const wanted = compare.time ?? (field.times.length > 1 ? field.times[field.moment] : time);
  return wanted === null ? beginning(about, side.times) : nearest(side, wanted);
}

async function load() {
  const mine = ++turn;
  const { compare, field, run, shown } = store;
  if (!compare.way || !run || !shown || !field) { compare.field = null; return; }
  // The page's own field is on its way.
  if (!compare.name && field.name !== shown.name) return;
  const name = compare.name || shown.name;
  if (name === field.name && (compare.time === null || compare.time === field.times[field.moment])) {
    compare.field = field;
    compare.error = "";
    return;
  }
  const about = run.fields.find((/** @type {any} */ one) => one.name === name && isOnMap(one));
  if (!about) { compare.name = ""; return; }
  try {
    const [with_, without] = await Promise.all([open(about.run, name), open(about.baseline, name)]);
    if (mine !== turn || !with_) return;
    const moment = momentOf(about, with_);
    const now = compare.field;
    if (now?.name === name && now.run === about.run && now.moment === moment) return;
    const found = await fieldAt({ ...about, sides: { with_, without }, times: with_.times, about: with_.about }, moment);
    if (mine !== turn) return;
    compare.field = found;
    compare.error = "";
  } catch (error) { if (mine === turn) compare.error = error instanceof Error ? error.message : String(error); }
}

/** Tries again what failed. */
export const loadAgain = load;

watch(() => [store.compare.way, store.compare.name, store.compare.time, store.run, store.shown?.name, store.field], load);
