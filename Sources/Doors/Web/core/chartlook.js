// How all charts look: the page's own colours by their variables, thin lines, words no smaller than what stands around them.
import { h } from "../vendor/vue.js";
import { number, t } from "./i18n.js";

export const INK = {
  line: "var(--line)", strong: "var(--line-strong)", soft: "var(--soft)", text: "var(--text)", accent: "var(--accent)", surface: "var(--surface)",
  better: "var(--better)", worse: "var(--worse)", doubt: "var(--screen)", doubtGround: "var(--screen-tint)",
};

/** The words of an axis. */
const WORDS = { color: INK.soft, fontSize: 11, hideOverlap: true };

/** An axis of numbers; `ends` as `roundEnds` makes them. */
export const axis = (/** @type {{from: number, to: number, step: number, digits: number}} */ ends, more = {}) => ({
  type: "value", min: ends.from, max: ends.to, interval: ends.step, axisLine: { show: false }, axisTick: { show: false }, splitLine: { lineStyle: { color: INK.line } },
  axisLabel: { ...WORDS, formatter: (/** @type {number} */ value) => number(value, Math.min(6, ends.digits)) }, ...more,
});

/** An axis whose lines stand where they are said to: `lines` with their words. */
export const timeAxis = (/** @type {number} */ from, /** @type {number} */ to, /** @type {{time: number, text: string, isMain?: boolean}[]} */ lines, hasLines = false) => {
  const texts = new Map(lines.map((one) => [one.time, one]));
  const customValues = lines.map(({ time }) => time);
  return {
    type: "value", min: from, max: to, axisLine: { show: true, lineStyle: { color: INK.strong } }, axisTick: { show: true, customValues, lineStyle: { color: INK.strong } }, splitLine: { show: hasLines, lineStyle: { color: INK.line } },
    axisLabel: { ...WORDS, customValues, alignMinLabel: lines[0]?.time - from < (to - from) / 40 ? "left" : "center", alignMaxLabel: to - (lines[lines.length - 1]?.time ?? to) < (to - from) / 40 ? "right" : "center", rich: { main: { color: INK.text, fontWeight: 650, fontSize: 11 } },
      formatter: (/** @type {number} */ time) => { const one = texts.get(time); return one ? (one.isMain ? `{main|${one.text}}` : one.text) : ""; } },
  };
};

/** What an axis tells, in its middle. */
export const named = (/** @type {string} */ name, gap = 26) => ({ name, nameLocation: "middle", nameGap: gap, nameTextStyle: { color: INK.soft, fontSize: 11 } });

/** Room for the words of the axes. */
export const room = (more = {}) => ({ left: 44, right: 14, top: 12, bottom: 24, ...more });

/** A chart's other form: its numbers, row by row. @param {any} body  what stands inside once it is open */
export const asTable = (/** @type {any} */ body, more = "", attributes = {}) => h("details", attributes, [h("summary", t("chart.table") + more), body]);

/** A table of a chart: the first cell of a row names it. */
export const numbersTable = (/** @type {string} */ title, /** @type {string[]} */ heads, /** @type {any[][]} */ rows, /** @type {(row: any[], place: number) => string} */ look = () => "") =>
  h("div", { class: "table-wrap", tabindex: 0, role: "region", "aria-label": title }, h("table", [
    h("caption", { class: "hidden" }, title),
    h("thead", h("tr", heads.map((head, i) => h("th", { key: i, scope: "col", class: i ? "number" : "" }, head)))),
    h("tbody", rows.map((row, place) => h("tr", { key: place, class: look(row, place) }, [
      h("th", { scope: "row" }, row[0]), ...row.slice(1).map((cell, i) => h("td", { key: i, class: "number" }, cell))])))]));

/** What a line, a band or a bar stands for. */
export const key = (/** @type {string} */ text, kind = "") => h("span", { class: ["chart-key", kind] }, [h("i", { "aria-hidden": "true" }), text]);
