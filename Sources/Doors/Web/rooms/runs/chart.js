// Values over time, with and without the changes: a chart, and the same as a table.
import { h } from "../../vendor/vue.js";
import { Chart } from "../../core/chart.js";
import { asTable, axis, INK, key, numbersTable, room, timeAxis } from "../../core/chartlook.js";
import { roundEnds } from "../../core/points.js";
import { difference, number, t, unit } from "../../core/i18n.js";
import { hour, moment } from "../map/clock.js";

/**
 * @param {{times: number[], scenario: ArrayLike<number>, baseline: ArrayLike<number>|null, unit: string, title: string, now: number|null, isDepth: boolean, clock?: (time: number) => string}} data
 *   "none" is no water where the values are depths, and a gap otherwise
 */
export function OverTime({ times, scenario, baseline, unit: inUnit, title, now, isDepth, clock }) {
  const [short, long] = clock ? [clock, clock] : [hour, moment];
  const at = (/** @type {ArrayLike<number>|null} */ all, /** @type {number} */ i) => (all === null ? NaN : isDepth && !Number.isFinite(all[i]) ? 0 : all[i]);
  const known = times.flatMap((_, i) => [at(scenario, i), at(baseline, i)]).filter(Number.isFinite);
  const low = Math.min(0, ...known);
  const ends = roundEnds(low, Math.max(...known, low + (isDepth ? 0.1 : 1e-6)));
  const named = unit(inUnit);
  const withUnit = (/** @type {number} */ value) => (named ? `${number(value, 2)} ${named}` : number(value, 2));
  const peak = times.reduce((best, _, i) => (at(scenario, i) > at(scenario, best) || !Number.isFinite(at(scenario, best)) ? i : best), 0);
  const peakText = Number.isFinite(at(scenario, peak)) ? t("chart.peak", { value: withUnit(at(scenario, peak)), time: long(times[peak]) }) : t("field.none");
  const data = (/** @type {ArrayLike<number>} */ all) => times.map((time, i) => [time, Number.isFinite(at(all, i)) ? at(all, i) : null]);
  const line = (/** @type {string} */ name, /** @type {ArrayLike<number>} */ all, /** @type {any} */ style, more = {}) =>
    ({ type: "line", name, data: data(all), showSymbol: times.length === 1, symbol: "circle", symbolSize: 5, itemStyle: { color: style.color }, lineStyle: style, connectNulls: false, ...more });
  const option = (/** @type {number} */ width) => {
    const every = Math.max(1, Math.ceil(times.length / Math.max(2, Math.floor(width / 72))));
    return {
      grid: room(), yAxis: axis(ends), xAxis: timeAxis(times[0], times[times.length - 1] || times[0] + 1, times.filter((_, i) => i % every === 0).map((time) => ({ time, text: short(time) }))),
      series: [
        ...(baseline ? [line("baseline", baseline, { color: INK.strong, width: 1.8, type: [5, 3] })] : []),
        line("scenario", scenario, { color: INK.accent, width: 2.4 }, now === null ? {} : { markLine: { silent: true, symbol: "none", label: { show: false }, animation: false, lineStyle: { color: INK.worse, width: 1.5, type: [3, 3] }, data: [{ xAxis: now }] } })],
    };
  };
  const text = (/** @type {number} */ i) => [`${long(times[i])}: ${Number.isFinite(at(scenario, i)) ? withUnit(at(scenario, i)) : t("field.none")}`,
    baseline ? `${t("shown.baseline")} ${Number.isFinite(at(baseline, i)) ? withUnit(at(baseline, i)) : t("field.none")}` : ""].filter(Boolean).join(" · ");
  const rows = () => times.map((time, i) => {
    const by = at(scenario, i) - at(baseline, i);
    return [long(time), number(at(scenario, i), 2), ...(baseline ? [number(at(baseline, i), 2), Number.isFinite(by) ? difference(by, 2) : "–"] : [])];
  });
  const heads = [t("chart.time"), named ? `${t("shown.scenario")} (${named})` : t("shown.scenario"), ...(baseline ? [t("shown.baseline"), "Δ"] : [])];
  return h("figure", { class: "chart" }, [
    h(Chart, { label: `${title}. ${peakText}`, option, rest: peakText,
      points: { count: times.length, at: (/** @type {number} */ i) => [times[i], Number.isFinite(at(scenario, i)) ? at(scenario, i) : at(baseline, i)], text } }),
    h("figcaption", [key(t("shown.scenario")), baseline ? key(t("shown.baseline"), "baseline") : null, h("span", { class: "quiet" }, named)]),
    asTable(numbersTable(title, heads, rows(), (_, place) => (times[place] === now ? "now" : ""))),
  ]);
}
OverTime.props = ["times", "scenario", "baseline", "unit", "title", "now", "isDepth", "clock"];
