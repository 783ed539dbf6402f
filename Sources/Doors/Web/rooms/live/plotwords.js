// The values of a stream's chart in words: one of them read out, all of them as a table.
import { h } from "../../vendor/vue.js";
import { store } from "../../core/store.js";
import { number, t, unit } from "../../core/i18n.js";
import { doubts, resultText, valueText } from "./reading.js";
import { moment, spanText } from "./when.js";

/** Rows of the table, at most. */
const ROWS = 200;

/** A point in words. */
export function words(/** @type {any} */ point, /** @type {import("./series.js").Series} */ one, /** @type {any} */ stream) {
  const { per } = one;
  const say = (/** @type {any} */ value) => valueText(value, stream.unit);
  if (per !== "value") return t("plot.of", { mean: say(point.y), min: resultText(point.low), max: resultText(point.high), count: number(one.count[point.i], 0), time: spanText(point.time, per) });
  const doubtful = point.doubt ? ` ⚠ ${doubts(one.doubts.get(point.i)).map(({ text }) => text).join(" ")}` : "";
  return t("plot.atPointer", { value: say(one.values[point.i]), time: moment(point.time) }) + doubtful;
}

/** The values of a chart row by row, the newest first. */
export function table(/** @type {any[]} */ all, /** @type {import("./series.js").Series} */ one, /** @type {any} */ stream) {
  const rows = all.slice(-ROWS).reverse();
  const head = (/** @type {string} */ text) => h("th", { scope: "col", class: "number" }, text);
  const cell = (/** @type {any} */ value) => h("td", { class: "number" }, resultText(value));
  const inUnit = stream.unit ? ` (${unit(stream.unit)})` : "";
  const hasDoubts = one.doubts.size > 0;
  return [
    all.length > rows.length ? h("p", { class: "quiet" }, t("plot.tableCut", { count: number(rows.length, 0), all: number(all.length, 0) })) : null,
    h("div", { class: "table-wrap", tabindex: 0, role: "region", "aria-label": stream.name }, h("table", [
      h("caption", { class: "hidden" }, stream.name),
      h("thead", h("tr", [h("th", { scope: "col" }, t("plot.time", { zone: store.city.timeZone })),
        ...(one.per === "value" ? [head(t("plot.value") + inUnit), hasDoubts ? h("th", { scope: "col" }, t("plot.quality")) : null] : [head(t("plot.least")), head(t("plot.mean") + inUnit), head(t("plot.greatest"))])])),
      h("tbody", rows.map((point) => h("tr", { key: point.time }, [
        h("th", { scope: "row" }, one.per === "value" ? moment(point.time) : spanText(point.time, one.per)),
        ...(one.per === "value" ? [cell(one.values[point.i]), hasDoubts ? h("td", point.doubt ? doubts(one.doubts.get(point.i)).map(({ text }) => text).join(" ") : "") : null]
          : [cell(point.low), cell(point.y), cell(point.high)])])))]))];
}
