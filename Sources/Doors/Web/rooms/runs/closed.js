// Streets closed by the hour: kilometres closed to a class of vehicle, moment by moment, with the changes and without.
import { h, reactive, watch } from "../../vendor/vue.js";
import { store } from "../../core/store.js";
import { get } from "../../core/api.js";
import { t, word } from "../../core/i18n.js";
import { errorNote, waiting } from "../../core/parts.js";
import { CLOSED_BY_HOUR, valueAt } from "../map/field.js";
import { OverTime } from "./overtime.js";
import { nearest, open, values } from "./frames.js";

const state = reactive({ vehicle: "car", key: "", error: "", data: /** @type {any} */ (null) });

/** Metres of every street, by row; the same for all runs on the city. @type {Promise<number[]>|null} */
let lengths = null;

/** Kilometres closed at each moment of a side; `users` is a number where the class may go. */
async function kilometres(/** @type {any} */ side, /** @type {ArrayLike<number>} */ users, /** @type {number[]} */ metres, /** @type {number} */ limit) {
  const sums = new Float32Array(side.times.length);
  for (let moment = 0; moment < sums.length; moment++) {
    const depths = await values(side, moment);
    let sum = 0;
    for (let row = 0; 2 * row < depths.length; row++) {
      if (Number.isFinite(valueAt(users, row, "links")) && valueAt(depths, row, "links") >= limit) sum += metres[row] ?? 0;
    }
    sums[moment] = sum / 1000;
  }
  return sums;
}

async function load(/** @type {string} */ key) {
  const { field } = store;
  state.key = key;
  state.error = "";
  state.data = null;
  try {
    lengths ??= get(`street-lengths?city=${store.city.digest}`).then((answer) => answer.metres);
    lengths.catch(() => { lengths = null; });
    const limit = store.catalogue.wadingDepths[state.vehicle] - 1e-6;
    const of = store.run.fields.find((/** @type {any} */ one) => one.name === `exposure.closed.${state.vehicle}`);
    const one = async (/** @type {any} */ side, /** @type {string} */ run) => {
      const users = of && side ? await open(run, of.name) : null;
      return users ? kilometres(side, await values(users, 0), await /** @type {Promise<number[]>} */ (lengths), limit) : null;
    };
    const scenario = await one(field.sides.with_, of?.run);
    const without = await one(field.sides.without, of?.baseline);
    const baseline = without && field.times.map((/** @type {number} */ time) => without[nearest(field.sides.without, time)]);
    if (state.key === key) state.data = scenario ? { scenario, baseline } : { none: true };
  } catch (error) { if (state.key === key) state.error = error instanceof Error ? error.message : String(error); }
}

const wanted = () => (store.shown?.name === CLOSED_BY_HOUR && store.field?.name === CLOSED_BY_HOUR ? `${store.field.run} ${store.field.baseline} ${state.vehicle}` : "");
watch(wanted, (key) => { if (key) load(key); else state.key = ""; }, { immediate: true });

/** The card; nothing while another picture is on the map. */
export function Closed() {
  if (!wanted()) return null;
  const { field } = store;
  const vehicles = Object.keys(store.catalogue.wadingDepths);
  const title = t("closed.title");
  return h("section", { class: "card closed", "aria-labelledby": "closed-title", key: "closed" }, [
    h("h3", { id: "closed-title" }, title),
    h("label", { for: "closed-vehicle" }, t("closed.which")),
    h("select", { id: "closed-vehicle", value: state.vehicle, onChange: (/** @type {any} */ event) => { state.vehicle = event.target.value; } },
      vehicles.map((name) => h("option", { key: name, value: name }, word(`vehicle.${name}`, name)))),
    state.error ? errorNote(state.error, () => load(wanted())) : null,
    !state.data && !state.error ? waiting(3) : null,
    state.data && !state.data.none ? h(OverTime, { times: field.times, scenario: state.data.scenario, baseline: state.data.baseline, unit: "km",
      title: `${title}: ${word(`vehicle.${state.vehicle}`, state.vehicle)}`, now: field.times[field.moment], isDepth: false }) : null,
  ]);
}
