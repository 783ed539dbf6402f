// Before and after: every value of the field on the map, one dot a row, and the ten that change most as a table that leads to them.
import { h, reactive, watch } from "../../vendor/vue.js";
import { store } from "../../core/store.js";
import { get } from "../../core/api.js";
import { difference, fieldTitle, number, t, unit } from "../../core/i18n.js";
import { TABLES } from "../map/field.js";
import { flyTo, probe, select } from "../map/map.js";
import { middleOf } from "../map/quad.js";
import { moment } from "../map/clock.js";
import { heading } from "../traffic/direction.js";
import { isDirected } from "../traffic/directed.js";
import { pairsOf, summary } from "./pairs.js";
import { scatter } from "./scatter.js";

/** Rows already asked for. */
const rows = reactive(/** @type {Record<string, any>} */ ({}));
const state = reactive({ isOpen: false });

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

/** The field on the map, where it has two sides to compare; a field that tells a change by itself has none. */
function compared() {
  const { field, shown } = store;
  if (!field || !shown || field.name !== shown.name || field.palette === "change") return null;
  if (!field.baseline || field.sides.with_ === field.sides.without) return null;
  return field.sides.without || field.palette === "depth" ? field : null;
}

/** The row of the city's table that a pair is of. */
const rowOf = (/** @type {any} */ field, /** @type {number} */ place) => (isDirected(field) ? place >> 1 : place);

async function lookUp(/** @type {string} */ table, /** @type {number} */ row) {
  const key = `${table}/${row}`;
  if (key in rows) return;
  rows[key] = null;
  try { rows[key] = Object.freeze(await get(`rows/${key}?city=${store.city.digest}`)); } catch { delete rows[key]; }
}

/** The names of what is listed are asked for once the list is seen. */
watch(() => {
  const field = state.isOpen ? compared() : null;
  return field && TABLES[field.carrier] ? of(field).greatest.map((/** @type {number} */ i) => rowOf(field, of(field).rows[i])).join(" ") : "";
}, (listed) => {
  const field = store.field;
  if (listed && field) for (const row of listed.split(" ")) lookUp(TABLES[field.carrier], Number(row));
});
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

function table(/** @type {any} */ field, /** @type {any} */ found) {
  const head = (/** @type {string} */ text) => h("th", { scope: "col", class: "number" }, text);
  const how = (/** @type {number} */ by) => (field.better === "neither" ? "" : (by > 0) === (field.better === "more") ? "better" : "worse");
  return h("div", { class: "table-wrap", tabindex: 0, role: "region", "aria-label": t("before.greatest") }, h("table", [
    h("caption", t("before.greatest")),
    h("thead", h("tr", [h("th", { scope: "col" }, t("before.where")), head(t("junctions.before")), head(t("junctions.after")), head("Δ")])),
    h("tbody", found.greatest.map((/** @type {number} */ i) => {
      const by = found.after[i] - found.before[i];
      return h("tr", { key: found.rows[i] }, [h("th", { scope: "row" }, where(field, found.rows[i])),
        h("td", { class: "number" }, number(found.before[i], 2)), h("td", { class: "number" }, number(found.after[i], 2)),
        h("td", { class: ["number", "delta", how(by)] }, difference(by, 2))]);
    }))]));
}

function body(/** @type {any} */ field) {
  const found = of(field);
  const { more, less, greatest, drawn, turned } = found;
  const count = found.rows.length;
  const lost = turned ? h("p", { class: "quiet" }, t("before.turned", { count: number(turned, 0) })) : null;
  if (more + less === 0) return [h("p", t("before.same")), lost];
  const said = t("before.said", { count: number(count, 0), more: number(more, 0), less: number(less, 0) });
  const what = [fieldTitle(field), field.times.length > 1 ? moment(field.times[field.moment], field.model) : ""].filter(Boolean).join(", ");
  return [
    h("p", what),
    h("figure", { class: "chart before-scatter" }, [
      scatter(drawn.map((/** @type {number} */ i) => [found.before[i], found.after[i]]),
        { better: field.better, across: unit(field.unit) ? t("before.across", { unit: unit(field.unit) }) : t("shown.baseline"), said }),
      h("figcaption", h("span", { class: "quiet" }, t("before.scatter"))),
      h("p", [said, drawn.length < count ? ` ${t("before.some", { shown: number(drawn.length, 0) })}` : ""])]),
    lost,
    greatest.length ? table(field, found) : null,
  ];
}

/** The card; nothing where there is no before. */
export const BeforeAfter = {
  render() {
    const field = compared();
    if (!field) return null;
    return h("details", { class: "card before", open: state.isOpen, onToggle: (/** @type {any} */ event) => { state.isOpen = event.target.open; } }, [
      h("summary", h("h3", t("before.title"))),
      state.isOpen ? h("div", { class: "stack" }, body(field)) : null]);
  },
};
