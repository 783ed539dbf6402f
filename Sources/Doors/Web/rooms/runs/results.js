// What a run found: the indicators beside the baseline's, which field is on the map, and how far both may be trusted.
import { h, ref } from "../../vendor/vue.js";
import { store } from "../../core/store.js";
import { difference, fieldTitle, number, t, unit } from "../../core/i18n.js";
import { button, errorNote, verdictStrip } from "../../core/parts.js";
import { choose, judged, rowTitle } from "./runs.js";

const showsAll = ref(false);

/** The verdicts of some models on this city. */
export const verdictsOf = (/** @type {string[]} */ models) =>
  store.city.verdicts.filter((/** @type {any} */ one) => models.includes(one.model));

const digits = (/** @type {any} */ row) => (row.unit === "count" || row.unit === "people" ? 0 : row.unit === "min" ? 2 : 1);

function change(/** @type {any} */ row) {
  if (row.value === null || row.value === undefined || row.baseline === null || row.baseline === undefined) return h("td", { class: "number" }, "–");
  const by = row.value - row.baseline;
  const how = judged(row);
  const sign = Math.abs(by) < 1e-9 ? "=" : by > 0 ? "▲" : "▼";
  return h("td", { class: ["number", "delta", how ?? ""] }, [
    h("span", { "aria-hidden": "true" }, `${sign} `), difference(by, digits(row)), how ? h("small", t(`judged.${how}`)) : null]);
}

function table(/** @type {any[]} */ rows) {
  return h("div", { class: "table-wrap", tabindex: 0, role: "region", "aria-label": t("results.table") }, [
    h("table", { class: "indicators" }, [
      h("caption", { class: "hidden" }, t("results.caption", { scenario: store.run.scenario })),
      h("thead", h("tr", [h("th", { scope: "col" }, t("results.indicator")), h("th", { scope: "col", class: "number" }, t("results.baseline")),
        h("th", { scope: "col", class: "number" }, t("results.scenario")), h("th", { scope: "col", class: "number" }, "Δ")])),
      h("tbody", rows.map((row) => h("tr", { key: row.id + row.place }, [
        h("th", { scope: "row", title: row.why }, [rowTitle(row), h("small", ` ${unit(row.unit)}`),
          row.value === null || row.value === undefined ? h("small", { class: "because", lang: "en" }, row.why) : null]),
        h("td", { class: "number" }, number(row.baseline, digits(row))), h("td", { class: "number" }, number(row.value, digits(row))), change(row),
      ]))),
    ]),
  ]);
}

const isChanged = (/** @type {any} */ row) => (row.value ?? null) !== (row.baseline ?? null) && Math.abs((row.value ?? 0) - (row.baseline ?? 0)) > 1e-9;

function picker() {
  const { run, shown } = store;
  if (run.fields.length === 0) return null;
  return h("div", { class: "stack" }, [
    h("label", { for: "field" }, t("results.onMap")),
    h("select", { id: "field", value: shown?.name ?? "", onChange: (/** @type {any} */ event) => choose(event.target.value, shown?.mode ?? "change") }, [
      h("option", { value: "" }, t("results.noField")),
      ...run.fields.map((/** @type {any} */ one) => h("option", { value: one.name }, fieldTitle(one)))]),
    shown ? h("div", { class: "segmented", role: "group", "aria-label": t("results.which") }, ["change", "scenario", "baseline"].map((mode) =>
      h("button", { type: "button", key: mode, "aria-pressed": shown.mode === mode, onClick: () => choose(shown.name, /** @type {any} */ (mode)) }, t(`shown.${mode}`)))) : null,
    store.fieldError ? errorNote(store.fieldError, () => shown && choose(shown.name, shown.mode)) : null,
  ]);
}

/** The answer of the run at hand; nothing before there is one. */
export function Results() {
  const { run } = store;
  if (!run) return null;
  const changed = run.rows.filter(isChanged);
  const rows = showsAll.value || changed.length === 0 ? run.rows : changed;
  return h("section", { class: "results", "aria-labelledby": "results-title" }, [
    h("h2", { id: "results-title" }, t("results.title")),
    h("p", { class: "quiet" }, changed.length === 0 ? t("results.same") : t("results.changed", { count: number(changed.length, 0), all: number(run.rows.length, 0) })),
    verdictStrip(verdictsOf(run.models.map((/** @type {any} */ one) => one.model))),
    picker(),
    table(rows),
    changed.length > 0 && changed.length < run.rows.length
      ? button(t(showsAll.value ? "results.onlyChanged" : "results.all", { all: number(run.rows.length, 0) }), () => { showsAll.value = !showsAll.value; }) : null,
    button(t("results.twin"), () => { store.panel = "table"; }),
    run.remarks.length ? h("details", { class: "remarks" }, [h("summary", t("results.remarks")),
      h("ul", { lang: "en" }, run.remarks.map((/** @type {string} */ text, /** @type {number} */ place) => h("li", { key: place }, text)))]) : null,
    h("p", { class: "quiet digest", title: run.run }, `${t("results.run")} ${run.run.slice(0, 12)}`),
  ]);
}
