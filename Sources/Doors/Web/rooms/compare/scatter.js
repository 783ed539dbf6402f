// Values before, across, against those after, upwards, with the line on which nothing changes; an area dragged over dots chooses them.
import { h } from "../../vendor/vue.js";
import { Chart } from "../../core/chart.js";
import { axis, INK, named, room } from "../../core/chartlook.js";
import { roundEnds } from "../../core/points.js";
import { number, t } from "../../core/i18n.js";
import { known, quantile } from "../traffic/bins.js";

/** The ends of both axes: nothing, or what is below it, and almost the greatest. */
export function axisOf(/** @type {number[]} */ values) {
  const sorted = known(values);
  return roundEnds(Math.min(0, quantile(sorted, 0.002) || 0), Math.max(0, quantile(sorted, 0.998) || 0), 5, [1, 2, 5, 10]);
}

const DOTS = { "": INK.strong, better: INK.better, worse: INK.worse };

/**
 * @param {[number, number][]} pairs
 * @param {{ends: {from: number, to: number, step: number, digits: number}, better: string, least: number, across: string, upwards: string, label: string, rest?: string,
 *   text: (place: number) => string, chosen?: Set<number>, onPick?: (places: number[]|null) => void}} about
 *   which way is better, what is too little to be either, what is told along the axes, how a dot is read out; which dots are chosen
 */
export function cloud(pairs, { ends, better, least, across, upwards, label, rest = "", text, chosen, onPick }) {
  const { from, to } = ends;
  // Those beyond the ends lie on the edge.
  const inside = (/** @type {number} */ value) => Math.min(to, Math.max(from, value));
  const way = (/** @type {number} */ by) => (Math.abs(by) < least || better === "neither" ? "" : (by > 0) === (better === "more") ? "better" : "worse");
  const groups = /** @type {Record<string, number[][]>} */ ({ "": [], better: [], worse: [], chosen: [] });
  pairs.forEach(([was, is], place) => groups[chosen?.has(place) ? "chosen" : way(is - was)].push([inside(was), inside(is)]));
  // Keys go through the dots from the left to the right.
  const order = Array.from(pairs.keys()).sort((a, b) => pairs[a][0] - pairs[b][0] || pairs[a][1] - pairs[b][1]);
  const dots = (/** @type {string} */ name, more = {}) => ({ type: "scatter", name: name || "same", data: groups[name], symbolSize: 4, large: true, largeThreshold: 400, itemStyle: { color: DOTS[name], opacity: chosen?.size ? 0.25 : 0.5 }, ...more });
  const option = () => ({
    animation: false, grid: room({ bottom: 42, left: 58 }), xAxis: axis(ends, { ...named(across), axisLine: { show: true, lineStyle: { color: INK.strong } }, splitLine: { show: false } }), yAxis: axis(ends, named(upwards, 42)),
    series: [
      { type: "line", name: "diagonal", data: [[from, from], [to, to]], symbol: "none", lineStyle: { color: INK.worse, width: 1.5, type: [4, 4] } },
      dots(""), dots("better"), dots("worse"), dots("chosen", { symbolSize: 7, itemStyle: { color: INK.accent, borderColor: INK.surface, borderWidth: 1 }, large: false })],
  });
  const pick = (/** @type {number[][]|null} */ area) => {
    const held = area && Array.from(pairs.keys()).filter((place) => pairs[place].every((value, axis_) => inside(value) >= area[axis_][0] && inside(value) <= area[axis_][1]));
    onPick?.(held?.length ? held : null);
  };
  return h(Chart, { label, option, rest, height: 340, isAnimated: false, isCloud: true, brush: onPick ? "xy" : "", onBrush: pick,
    points: { count: pairs.length, isCloud: true, at: (/** @type {number} */ i) => /** @type {[number, number]} */ (pairs[order[i]].map(inside)), text: (/** @type {number} */ i) => text(order[i]) } });
}

/** What a pair is read out as. */
export const pairText = (/** @type {number} */ was, /** @type {number} */ is) => `${t("shown.baseline")} ${number(was, 2)} · ${t("shown.scenario")} ${number(is, 2)}`;
