// How long the buses of each line take, with the changes and without, the most delayed first.
import { h } from "../../vendor/vue.js";
import { store } from "../../core/store.js";
import { difference, number, t } from "../../core/i18n.js";
import { knownRow } from "../how/ask.js";
import { changeOf, digits, judged } from "../runs/runs.js";

/** Whether a row tells of a single line. */
export const isOfLine = (/** @type {any} */ row) => row.id === "traffic.bus-line-minutes";

function cells(/** @type {any} */ row) {
  const by = changeOf(row);
  return [h("td", { class: "number" }, number(row.baseline, digits(row))), h("td", { class: "number" }, knownRow(row, number(row.value, digits(row)))),
    h("td", { class: ["number", "delta", judged(row) ?? ""] }, by === null ? "–" : difference(by, digits(row)))];
}

/** The card of bus lines; nothing where the city knows none. */
export function Buses() {
  const rows = (store.run?.rows ?? []).filter(isOfLine)
    .sort((/** @type {any} */ a, /** @type {any} */ b) => (changeOf(b) ?? Infinity) - (changeOf(a) ?? Infinity));
  if (rows.length === 0) return null;
  return h("details", { class: "card buses" }, [
    h("summary", [h("b", t("buses.title")), " ", h("span", { class: "quiet" }, t("buses.count", { count: number(rows.length, 0) }))]),
    h("div", { class: "table-wrap", tabindex: 0, role: "region", "aria-label": t("buses.title") }, h("table", { class: "indicators" }, [
      h("caption", { class: "hidden" }, t("buses.title")),
      h("thead", h("tr", [h("th", { scope: "col" }, t("buses.line")), h("th", { scope: "col", class: "number" }, t("results.baseline")),
        h("th", { scope: "col", class: "number" }, t("results.scenario")), h("th", { scope: "col", class: "number" }, "Δ")])),
      h("tbody", rows.map((/** @type {any} */ row) => h("tr", { key: row.place }, [
        h("th", { scope: "row", title: row.why }, row.placeName ?? row.place), ...cells(row)])))])),
    h("p", { class: "quiet" }, t("buses.note"))]);
}
