// The ten directions of streets where the most time is lost in the hour looked at: seconds a vehicle loses times the vehicles.
import { h, reactive, watch } from "../../vendor/vue.js";
import { store } from "../../core/store.js";
import { get } from "../../core/api.js";
import { difference, number, t, unit } from "../../core/i18n.js";
import { errorNote, waiting } from "../../core/parts.js";
import { hourOfDay } from "../map/clock.js";
import { select } from "../map/map.js";
import { heading } from "./direction.js";
import { hourAt, ofTraffic, sidesOf, valuesAt } from "./hour.js";

const MOST = 10;
const state = reactive({ key: "", error: "", time: 0, rows: /** @type {any[]|null} */ (null) });

/** Streets already asked for, by row. @type {Map<number, Promise<any>>} */
const streets = new Map();
watch(() => store.city?.digest, () => streets.clear());

function street(/** @type {number} */ row) {
  let found = streets.get(row);
  if (!found) {
    found = get(`rows/streets/${row}?city=${store.city.digest}`);
    found.catch(() => streets.delete(row));
    streets.set(row, found);
  }
  return found;
}

/** Vehicle-hours lost on each link of a side. */
async function lost(/** @type {any} */ delays, /** @type {any} */ flows, /** @type {number} */ time) {
  const [seconds, vehicles] = await Promise.all([valuesAt(delays, time), valuesAt(flows, time)]);
  return seconds && vehicles ? Float32Array.from(seconds, (one, link) => (one * vehicles[link]) / 3600 || 0) : null;
}

async function load(/** @type {string} */ key) {
  state.key = key;
  state.error = "";
  if (!key) { state.rows = null; return; }
  try {
    const [delay, flow] = await Promise.all([sidesOf("delay"), sidesOf("flow")]);
    if (!delay || !flow || state.key !== key) return;
    const time = hourAt(delay.after.times);
    const [after, before] = await Promise.all([lost(delay.after, flow.after, time), lost(delay.before, flow.before, time)]);
    const ranked = (store.shown?.mode === "baseline" && before) || after;
    if (!ranked || state.key !== key) return;
    const links = Array.from(ranked.keys()).filter((link) => ranked[link] > 0).sort((a, b) => ranked[b] - ranked[a] || a - b).slice(0, MOST);
    const features = await Promise.all(links.map((link) => street(link >> 1).catch(() => null)));
    if (state.key !== key) return;
    state.time = time;
    state.rows = links.map((link, i) => Object.freeze({ link, feature: features[i], after: after?.[link] ?? NaN, before: before?.[link] ?? null }));
  } catch (error) { if (state.key === key) state.error = error instanceof Error ? error.message : String(error); }
}

function wanted() {
  const delay = ofTraffic("delay");
  if (!delay || !ofTraffic("flow")) return "";
  const { field } = store;
  return `${delay.run} ${delay.baseline} ${field?.model === "traffic" ? field.moment : ""} ${store.shown?.mode === "baseline"}`;
}
watch(wanted, load, { immediate: true });

const name = (/** @type {any} */ one) => [one.feature?.properties.name || one.feature?.properties.key || `${t("table.streets")} ${(one.link >> 1) + 1}`,
  one.feature ? h("small", ` ${heading(one.feature, one.link % 2 === 1)}`) : null];

function table() {
  const rows = /** @type {any[]} */ (state.rows);
  const hasBoth = rows.some((one) => one.before !== null);
  const head = (/** @type {string} */ text) => h("th", { scope: "col", class: "number" }, text);
  return h("table", [
    h("caption", { class: "hidden" }, t("worst.title")),
    h("thead", h("tr", [h("th", { scope: "col" }, t("worst.place")), hasBoth ? head(t("junctions.before")) : null, head(hasBoth ? t("junctions.after") : unit("h")), hasBoth ? head("Δ") : null])),
    h("tbody", rows.map((one) => {
      const by = one.after - (one.before ?? one.after);
      return h("tr", { key: one.link }, [
        h("th", { scope: "row" }, h("button", { type: "button", class: "link", onClick: () => select("streets", one.link >> 1, true) }, name(one))),
        hasBoth ? h("td", { class: "number" }, number(one.before, 1)) : null, h("td", { class: "number" }, number(one.after, 1)),
        hasBoth ? h("td", { class: ["number", "delta", by > 0.05 ? "worse" : by < -0.05 ? "better" : ""] }, Math.abs(by) < 0.05 ? "=" : difference(by, 1)) : null]);
    }))]);
}

/** The card; nothing for a run without traffic. */
export const Worst = {
  render() {
    if (!state.key) return null;
    const { rows, error } = state;
    return h("section", { class: "card worst", "aria-labelledby": "worst-title" }, [
      h("h3", { id: "worst-title" }, t("worst.title")),
      error ? errorNote(error, () => load(state.key)) : null,
      rows === null && !error ? waiting(5) : null,
      rows ? [h("p", { class: "quiet" }, t("worst.what", { time: hourOfDay(state.time) })),
        rows.length ? table() : h("p", t("worst.none"))] : null]);
  },
};
