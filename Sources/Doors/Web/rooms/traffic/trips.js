// The times of single trips, before and after. They lie nowhere on the map: the card is all there is of them.
import { h, reactive, watch } from "../../vendor/vue.js";
import { store } from "../../core/store.js";
import { number, t } from "../../core/i18n.js";
import { later } from "../../core/later.js";
import { errorNote, waiting } from "../../core/parts.js";
import { open, values } from "../runs/frames.js";
import { known, quantile } from "./bins.js";

const Histogram = later(() => import("./tripchart.js"), "Histogram");
const TripScatter = later(() => import("./tripchart.js"), "TripScatter");

const state = reactive({ key: "", error: "", data: /** @type {any} */ (null) });

const ofTrips = () => store.run?.fields.find((/** @type {any} */ one) => one.carrier === "trips");

async function load(/** @type {string} */ key) {
  Object.assign(state, { key, error: "", data: null });
  const field = ofTrips();
  if (!key || !field) return;
  try {
    const one = async (/** @type {string} */ run) => {
      const side = await open(run, field.name);
      return side ? values(side, 0) : null;
    };
    const after = await one(field.run);
    // Nothing was changed: there is one side only.
    const before = field.baseline && field.baseline !== field.run ? await one(field.baseline) : null;
    if (state.key === key) state.data = after ? Object.freeze(compare(after, before)) : null;
  } catch (error) { if (state.key === key) state.error = error instanceof Error ? error.message : String(error); }
}

/** The two sides, and the pairs where both tell the same trips. */
function compare(/** @type {ArrayLike<number>} */ after, /** @type {ArrayLike<number>|null} */ before) {
  const isSame = before?.length === after.length;
  /** @type {[number, number][]} */
  const pairs = [];
  let lost = 0;
  if (before && isSame) {
    for (let i = 0; i < after.length; i++) {
      if (Number.isFinite(before[i]) && Number.isFinite(after[i])) pairs.push([before[i], after[i]]);
      else if (Number.isFinite(before[i]) || Number.isFinite(after[i])) lost += 1;
    }
  }
  return { after: known(after), before: before ? known(before) : null, pairs, lost, isSame };
}

watch(() => { const field = ofTrips(); return field ? `${field.run} ${field.baseline}` : ""; }, load, { immediate: true });

/** The card; nothing for a run without trips. */
export const Trips = { render: card };

function card() {
  if (!ofTrips()) return null;
  const { data, error } = state;
  const title = t(data && !data.before ? "trips.titleOne" : "trips.title");
  const median = (/** @type {Float32Array} */ side) => number(quantile(side, 0.5), 1);
  const parts = () => {
    const { after, before, pairs, lost, isSame } = data;
    const said = before ? t("trips.medians", { before: median(before), after: median(after) }) : t("trips.median", { after: median(after) });
    const count = (/** @type {(by: number) => boolean} */ fits) => number(pairs.filter((/** @type {[number, number]} */ [was, is]) => fits(is - was)).length, 0);
    const same = t("trips.same", { count: number(pairs.length, 0), slower: count((by) => by > 1), faster: count((by) => by < -1) });
    return [h(Histogram, { after, before, said }),
      pairs.length ? h(TripScatter, { pairs, said: same }) : null,
      lost ? h("p", { class: "quiet" }, t("trips.lost", { count: number(lost, 0) })) : null,
      before && !isSame ? h("p", { class: "quiet" }, t("trips.others")) : null];
  };
  return h("section", { class: "card trips", "aria-labelledby": "trips-title", key: "trips" }, [
    h("h3", { id: "trips-title" }, title),
    error ? errorNote(error, () => load(state.key)) : null,
    !data && !error ? waiting(4) : null,
    data ? parts() : null,
  ]);
}
