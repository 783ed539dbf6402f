// A street's day: what the hours bring to each of its directions, with the changes and without.
import { h, reactive, watch } from "../../vendor/vue.js";
import { store } from "../../core/store.js";
import { fieldTitle, number, t, unit, word } from "../../core/i18n.js";
import { errorNote, verdictStrip, waiting } from "../../core/parts.js";
import { hourOfDay } from "../map/clock.js";
import { OverTime } from "../runs/overtime.js";
import { nearest, series } from "../runs/frames.js";
import { verdictsOf } from "../runs/results.js";
import { heading } from "./direction.js";
import { hourAt, ofTraffic, sidesOf } from "./hour.js";

const MEASURES = ["flow", "speed", "delay", "queue"];
const state = reactive({ key: "", error: "", measure: "flow", data: /** @type {any} */ (null) });

/** Both directions of a street at every hour, of one measure. */
async function ofStreet(/** @type {string} */ measure, /** @type {number} */ row) {
  const sides = await sidesOf(measure);
  if (!sides) return null;
  const { field, after, before } = sides;
  const one = async (/** @type {any} */ side, /** @type {number} */ link) => {
    if (!side) return null;
    const all = await series(side, link);
    return after.times.map((/** @type {number} */ time) => all[nearest(side, time)]);
  };
  const directions = await Promise.all([0, 1].map(async (back) => ({ scenario: await one(after, 2 * row + back), baseline: await one(before, 2 * row + back) })));
  return { measure, field, times: after.times, directions };
}

async function load(/** @type {string} */ key) {
  state.key = key;
  state.error = "";
  state.data = null;
  if (!key) return;
  try {
    const row = store.selected.row;
    const found = await Promise.all(MEASURES.map((measure) => ofStreet(measure, row)));
    if (state.key === key) state.data = Object.freeze(found.filter(Boolean));
  } catch (error) { if (state.key === key) state.error = error instanceof Error ? error.message : String(error); }
}

function wanted() {
  const flow = ofTraffic("flow");
  const { selected } = store;
  return flow && selected?.table === "streets" && selected.feature ? `${flow.run} ${flow.baseline} ${selected.row}` : "";
}
watch(wanted, load, { immediate: true });
watch(() => store.shown?.name, (name) => {
  const measure = name?.replace(/^traffic\./, "") ?? "";
  if (MEASURES.includes(measure)) state.measure = measure;
}, { immediate: true });

const hasAny = (/** @type {any} */ direction) => [direction.scenario, direction.baseline].some((all) => all?.some(Number.isFinite));

/** Which directions anybody drives in. */
const driven = (/** @type {any[]} */ data) => {
  const flow = data.find((one) => one.measure === "flow") ?? data[0];
  return [0, 1].filter((back) => flow && hasAny(flow.directions[back]));
};

/** All measures at the hour looked at. */
function now(/** @type {any[]} */ data, /** @type {number[]} */ backs, /** @type {any} */ feature) {
  const time = hourAt(data[0].times);
  const at = data[0].times.indexOf(time);
  const cell = (/** @type {any} */ one, /** @type {number} */ back) => {
    const { scenario, baseline } = one.directions[back];
    const places = one.measure === "flow" ? 0 : 1;
    return [h("b", number(scenario[at], places)), baseline ? h("small", { class: "interval" }, `${t("junctions.before")} ${number(baseline[at], places)}`) : null];
  };
  return h("table", [
    h("caption", hourOfDay(time)),
    h("thead", h("tr", [h("th", { scope: "col" }, h("span", { class: "hidden" }, t("day.what"))), ...backs.map((back) => h("th", { key: back, scope: "col", class: "number" }, heading(feature, back === 1)))])),
    h("tbody", data.map((one) => h("tr", { key: one.measure }, [
      h("th", { scope: "row" }, [fieldTitle(one.field), h("small", ` ${unit(one.field.unit)}`)]), ...backs.map((back) => h("td", { key: back, class: "number" }, cell(one, back)))])))]);
}

function charts(/** @type {any} */ one, /** @type {number[]} */ backs, /** @type {any} */ feature) {
  const { field, times } = one;
  return backs.map((back) => {
    const title = `${fieldTitle(field)}, ${heading(feature, back === 1)}`;
    return h("div", { class: "stack", key: back }, [h("h4", heading(feature, back === 1)),
      h(OverTime, { times, ...one.directions[back], unit: field.unit, title, now: hourAt(times), isDepth: one.measure === "flow" || one.measure === "queue", clock: hourOfDay })]);
  });
}

/** The card of the street chosen; nothing for a run without traffic, or without a street. */
export const Day = {
  render() {
    const feature = store.selected?.feature;
    if (!state.key || !feature) return null;
    const { data, error } = state;
    const backs = data ? driven(data) : [];
    const shown = data?.find((/** @type {any} */ one) => one.measure === state.measure) ?? data?.[0];
    return h("section", { class: "card day", "aria-labelledby": "day-title" }, [
      h("div", [h("h3", { id: "day-title" }, t("day.title")), h("p", { class: "eyebrow" }, feature.properties.name || word(`class.${feature.properties.class}`, ""))]),
      error ? errorNote(error, () => load(state.key)) : null,
      !data && !error ? waiting(4) : null,
      data && backs.length === 0 ? h("p", t("day.none")) : null,
      backs.length ? [now(data, backs, feature),
        h("div", { class: "segmented", role: "group", "aria-label": t("day.what") }, data.map((/** @type {any} */ one) =>
          h("button", { type: "button", key: one.measure, "aria-pressed": one === shown, onClick: () => { state.measure = one.measure; } }, t(`day.${one.measure}`)))),
        ...charts(shown, backs, feature), verdictStrip(verdictsOf(["traffic"]))] : null]);
  },
};
