// A small chart of values over time, with and without the changes, and the same as a table.
import { h } from "../../vendor/vue.js";
import { difference, number, t, unit } from "../../core/i18n.js";
import { hour, moment } from "../map/clock.js";

const WIDTH = 340;
const HEIGHT = 170;
const LEFT = 34;
const RIGHT = 8;
const TOP = 10;
const BOTTOM = 24;

/** A step that reads well, so that about `count` of them reach `most`. */
function step(/** @type {number} */ most, /** @type {number} */ count) {
  const raw = most / count;
  const scale = 10 ** Math.floor(Math.log10(raw));
  return [1, 2, 5, 10].map((factor) => factor * scale).find((one) => one >= raw) ?? raw;
}

/**
 * @param {{times: number[], scenario: ArrayLike<number>, baseline: ArrayLike<number>|null, unit: string, title: string, now: number|null, isDepth: boolean, clock?: (time: number) => string}} data
 *   "none" is no water where the values are depths, and a gap otherwise
 */
export function chart({ times, scenario, baseline, unit: inUnit, title, now, isDepth, clock }) {
  const [short, long] = clock ? [clock, clock] : [hour, moment];
  const at = (/** @type {ArrayLike<number>|null} */ all, /** @type {number} */ i) => (all === null ? NaN : isDepth && !Number.isFinite(all[i]) ? 0 : all[i]);
  const known = times.flatMap((_, i) => [at(scenario, i), at(baseline, i)]).filter(Number.isFinite);
  const low = Math.min(0, ...known);
  const high = Math.max(...known, low + (isDepth ? 0.1 : 1e-6));
  const rise = step(high - low, 4);
  const top = Math.ceil(high / rise - 1e-9) * rise;
  const bottom = Math.floor(low / rise + 1e-9) * rise;
  const x = (/** @type {number} */ time) => LEFT + ((time - times[0]) / (times[times.length - 1] - times[0] || 1)) * (WIDTH - LEFT - RIGHT);
  const y = (/** @type {number} */ value) => TOP + ((top - value) / (top - bottom)) * (HEIGHT - TOP - BOTTOM);
  const path = (/** @type {ArrayLike<number>|null} */ all) => {
    let text = "";
    let isDown = false;
    for (let i = 0; i < times.length; i++) {
      const value = at(all, i);
      if (!Number.isFinite(value)) { isDown = false; continue; }
      text += `${isDown ? "L" : "M"}${x(times[i]).toFixed(1)} ${y(value).toFixed(1)}`;
      isDown = true;
    }
    return text;
  };
  const levels = Array.from({ length: Math.round((top - bottom) / rise) + 1 }, (_, i) => bottom + i * rise);
  const every = Math.max(1, Math.ceil(times.length / 5));
  const hours = times.filter((_, i) => i % every === 0);
  const peak = times.reduce((best, _, i) => (at(scenario, i) > at(scenario, best) || !Number.isFinite(at(scenario, best)) ? i : best), 0);
  const peakText = Number.isFinite(at(scenario, peak)) ? t("chart.peak", { value: `${number(at(scenario, peak), 2)} ${unit(inUnit)}`, time: long(times[peak]) }) : t("field.none");
  return h("figure", { class: "chart" }, [
    h("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "img", "aria-label": `${title}. ${peakText}` }, [
      ...levels.map((level) => h("g", { key: `level ${level}` }, [
        h("line", { class: "chart-grid", x1: LEFT, x2: WIDTH - RIGHT, y1: y(level), y2: y(level) }),
        h("text", { x: LEFT - 5, y: y(level) + 3.5, "text-anchor": "end" }, number(level, 2))])),
      ...hours.map((time, i) => h("text", { key: `hour ${time}`, x: x(time), y: HEIGHT - 7, "text-anchor": i === 0 ? "start" : x(time) > WIDTH - 30 ? "end" : "middle" }, short(time))),
      now === null ? null : h("line", { class: "chart-now", x1: x(now), x2: x(now), y1: TOP, y2: HEIGHT - BOTTOM }),
      baseline ? h("path", { class: "chart-line baseline", d: path(baseline) }) : null,
      h("path", { class: "chart-line", d: path(scenario) }),
    ]),
    h("figcaption", [
      h("span", { class: "chart-key" }, [h("i", { "aria-hidden": "true" }), t("shown.scenario")]),
      baseline ? h("span", { class: "chart-key baseline" }, [h("i", { "aria-hidden": "true" }), t("shown.baseline")]) : null,
      h("span", { class: "quiet" }, unit(inUnit))]),
    h("p", { class: "quiet" }, peakText),
    h("details", [h("summary", t("chart.table")),
      h("div", { class: "table-wrap", tabindex: 0, role: "region", "aria-label": title }, h("table", [
        h("caption", { class: "hidden" }, title),
        h("thead", h("tr", [h("th", { scope: "col" }, t("chart.time")), h("th", { scope: "col", class: "number" }, `${t("shown.scenario")} (${unit(inUnit)})`),
          baseline ? h("th", { scope: "col", class: "number" }, t("shown.baseline")) : null, baseline ? h("th", { scope: "col", class: "number" }, "Δ") : null])),
        h("tbody", times.map((time, i) => h("tr", { key: time, class: time === now ? "now" : "" }, [
          h("th", { scope: "row" }, long(time)), h("td", { class: "number" }, number(at(scenario, i), 2)),
          baseline ? h("td", { class: "number" }, number(at(baseline, i), 2)) : null,
          baseline ? h("td", { class: "number" }, Number.isFinite(at(scenario, i) - at(baseline, i)) ? difference(at(scenario, i) - at(baseline, i), 2) : "–") : null])))]))]),
  ]);
}
