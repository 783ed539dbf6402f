// What stands in the card of before and after: every value one dot, those dragged over on the map, and lists that lead to their places.
import { h, reactive, watch } from "../../vendor/vue.js";
import { announce, store } from "../../core/store.js";
import { get } from "../../core/api.js";
import { difference, fieldTitle, number, t, unit } from "../../core/i18n.js";
import { button } from "../../core/parts.js";
import { TABLES } from "../map/field.js";
import { flyTo, probe, select } from "../map/map.js";
import { middleOf } from "../map/quad.js";
import { moment } from "../map/clock.js";
import { heading } from "../traffic/direction.js";
import { isDirected } from "../traffic/directed.js";
import { before, compared } from "./beforeafter.js";
import { brushed, choose } from "./brushed.js";
import { pairsOf, summary } from "./pairs.js";
import { axisOf, cloud, pairText } from "./scatter.js";

/** Rows already asked for. */
const rows = reactive(/** @type {Record<string, any>} */ ({}));
/** Rows of what was chosen that are listed. */
const CHOSEN = 20;

/** What was made of a field, once. @type {WeakMap<any, any>} */
const made = new WeakMap();

function of(/** @type {any} */ field) {
  let found = made.get(field);
  if (!found) {
    const pairs = pairsOf(field);
    found = { ...pairs, ...summary(pairs) };
    made.set(field, found);
  }
  return found;
}

/** The row of the city's table that a pair is of. */
const rowOf = (/** @type {any} */ field, /** @type {number} */ place) => (isDirected(field) ? place >> 1 : place);

async function lookUp(/** @type {string} */ table, /** @type {number} */ row) {
  const key = `${table}/${row}`;
  if (key in rows) return;
  rows[key] = null;
  try { rows[key] = Object.freeze(await get(`rows/${key}?city=${store.city.digest}`)); } catch { delete rows[key]; }
}

watch(() => store.city?.digest, () => { for (const key of Object.keys(rows)) delete rows[key]; });

function where(/** @type {any} */ field, /** @type {number} */ place) {
  const table = TABLES[field.carrier];
  if (!table) {
    const position = middleOf(field.about, place);
    return h("button", { type: "button", class: "link", onClick: () => { probe(position); flyTo(position); } }, `${position[1].toFixed(5)}, ${position[0].toFixed(5)}`);
  }
  const row = rowOf(field, place);
  const feature = rows[`${table}/${row}`];
  const name = feature?.properties.name || feature?.properties.key || `${t(`table.${table}`)} ${row + 1}`;
  return h("button", { type: "button", class: "link", onClick: () => select(table, row, true) },
    [name, feature && isDirected(field) ? h("small", ` ${heading(feature, place % 2 === 1)}`) : null]);
}

/** Values before and after, each leading to its place; `places` of the pairs, `found` all of them. */
function table(/** @type {any} */ field, /** @type {any} */ found, /** @type {number[]} */ places, /** @type {string} */ title) {
  const head = (/** @type {string} */ text) => h("th", { scope: "col", class: "number" }, text);
  const how = (/** @type {number} */ by) => (field.better === "neither" ? "" : (by > 0) === (field.better === "more") ? "better" : "worse");
  return h("div", { class: "table-wrap", tabindex: 0, role: "region", "aria-label": title }, h("table", [
    h("caption", title),
    h("thead", h("tr", [h("th", { scope: "col" }, t("before.where")), head(t("junctions.before")), head(t("junctions.after")), head("Δ")])),
    h("tbody", places.map((i) => {
      const by = found.after[i] - found.before[i];
      return h("tr", { key: found.rows[i] }, [h("th", { scope: "row" }, where(field, found.rows[i])),
        h("td", { class: "number" }, number(found.before[i], 2)), h("td", { class: "number" }, number(found.after[i], 2)),
        h("td", { class: ["number", "delta", how(by)] }, difference(by, 2))]);
    }))]));
}

/** What makes one set of pairs another. */
const keyOf = (/** @type {any} */ field) => `${field.run} ${field.baseline?.length} ${field.name} ${field.moment}`;

/** The pairs that were dragged over, those that change most first; nothing where none were. */
function chosenOf(/** @type {any} */ field, /** @type {any} */ found) {
  if (brushed.key !== keyOf(field)) return [];
  const by = (/** @type {number} */ i) => Math.abs(found.after[i] - found.before[i]);
  return [...brushed.places].sort((a, b) => by(b) - by(a));
}

/** Dots and lists of a field on the map. @param {{field: any}} about */
export function BeforeBody({ field }) {
  const found = of(field);
  const { more, less, greatest, drawn, turned } = found;
  const count = found.rows.length;
  const lost = turned ? h("p", { class: "quiet" }, t("before.turned", { count: number(turned, 0) })) : null;
  if (more + less === 0) return [h("p", t("before.same")), lost];
  const said = t("before.said", { count: number(count, 0), more: number(more, 0), less: number(less, 0) });
  const what = [fieldTitle(field), field.times.length > 1 ? moment(field.times[field.moment], field.model) : ""].filter(Boolean).join(", ");
  const pairs = drawn.map((/** @type {number} */ i) => [found.before[i], found.after[i]]);
  const ends = axisOf(pairs.flat());
  const chosen = chosenOf(field, found);
  const listed = new Set(chosen);
  const inUnit = (/** @type {string} */ word) => (unit(field.unit) ? `${t(word)}, ${unit(field.unit)}` : t(word));
  const pick = (/** @type {number[]|null} */ places) => {
    const all = (places ?? []).map((place) => drawn[place]);
    choose(keyOf(field), all, all.map((i) => rowOf(field, found.rows[i])));
    if (all.length) announce(t("before.chosen", { count: number(all.length, 0) }));
  };
  return [
    h("p", what),
    h("figure", { class: "chart before-scatter" }, [
      cloud(pairs, { ends, better: field.better, least: (ends.to - ends.from) / 200, across: inUnit("shown.baseline"), upwards: inUnit("shown.scenario"), label: `${t("before.scatter")} ${said}`, rest: said,
        text: (place) => pairText(found.before[drawn[place]], found.after[drawn[place]]), onPick: pick,
        chosen: new Set(drawn.flatMap((/** @type {number} */ i, /** @type {number} */ place) => (listed.has(i) ? [place] : []))) }),
      h("figcaption", h("span", { class: "quiet" }, `${t("before.scatter")} ${t("before.how")}`)),
      drawn.length < count ? h("p", { class: "quiet" }, t("before.some", { shown: number(drawn.length, 0) })) : null]),
    lost,
    chosen.length ? h("div", { class: "row before-chosen" }, [h("b", t("before.chosen", { count: number(chosen.length, 0) })), button(t("before.clear"), () => pick(null))]) : null,
    chosen.length ? table(field, found, chosen.slice(0, CHOSEN), t("before.chosenGreatest")) : null,
    greatest.length ? table(field, found, greatest, t("before.greatest")) : null,
  ];
}
BeforeBody.props = ["field"];

/** The names of what is listed are asked for once the list is seen. */
watch(() => {
  const field = before.isOpen ? compared() : null;
  return field && TABLES[field.carrier] ? [...of(field).greatest, ...chosenOf(field, of(field)).slice(0, CHOSEN)].map((/** @type {number} */ i) => rowOf(field, of(field).rows[i])).join(" ") : "";
}, (listed) => {
  const field = store.field;
  if (listed && field) for (const row of listed.split(" ")) lookUp(TABLES[field.carrier], Number(row));
}, { immediate: true });
