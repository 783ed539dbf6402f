// The times of single trips: how many take how long, and each trip's time before against its time after; both as tables too.
import { h } from "../../vendor/vue.js";
import { Chart } from "../../core/chart.js";
import { asTable, axis, INK, key, named, numbersTable, room } from "../../core/chartlook.js";
import { roundEnds, roundStep } from "../../core/points.js";
import { difference, number, t } from "../../core/i18n.js";
import { cloud } from "../compare/scatter.js";
import { binWidth, known, quantile, shares } from "./bins.js";

const bin = (/** @type {number} */ place, /** @type {number} */ width, /** @type {boolean} */ isLast) => (isLast
  ? t("trips.more", { from: number(place * width, 1) }) : `${number(place * width, 1)} – ${number((place + 1) * width, 1)}`);

/**
 * How many trips take how long: bars with the changes, a line without.
 * @param {{after: Float32Array, before: Float32Array|null, said: string}} about  sorted minutes; what it comes to, in a sentence
 */
export function Histogram({ after, before, said }) {
  const width = binWidth(before ? [after, before] : [after]);
  const [now, was] = [shares(after, width), before ? shares(before, width) : null];
  const last = now.length - 1;
  const highest = Math.max(0.01, ...now, ...(was ?? []));
  const percent = (/** @type {number} */ share) => `${number(share * 100, 1)} %`;
  const title = `${t("trips.share")}, ${t("trips.minutes")}`;
  const option = () => ({
    grid: room({ bottom: 42 }),
    yAxis: axis(roundEnds(0, highest), { axisLabel: { color: INK.soft, fontSize: 11, formatter: percent } }),
    // Bars stand between round numbers: an axis of numbers, and bars in the middle of each.
    xAxis: axis({ from: 0, to: last + 1, step: 3, digits: 0 }, { splitLine: { show: false }, axisLine: { show: true, lineStyle: { color: INK.strong } },
      axisLabel: { color: INK.soft, fontSize: 11, formatter: (/** @type {number} */ place) => (place > last ? "" : number(place * width, 1)) }, ...named(t("trips.minutes")) }),
    series: [
      { type: "bar", name: "scenario", data: now.map((share, i) => [i + 0.5, share]), barWidth: "92%", barCategoryGap: "0%", itemStyle: { color: INK.accent, opacity: 0.55 } },
      ...(was ? [{ type: "line", name: "baseline", step: "end", symbol: "none", data: [...was, was[last]].map((share, i) => [i, share]), lineStyle: { color: INK.strong, width: 1.8, type: [5, 3] } }] : [])],
  });
  const text = (/** @type {number} */ i) => [`${bin(i, width, i === last)} ${t("trips.minutes")}: ${percent(now[i])}`, was ? `${t("shown.baseline")} ${percent(was[i])}` : ""].filter(Boolean).join(" · ");
  return h("figure", { class: "chart trips-histogram" }, [
    h(Chart, { label: `${title}. ${said}`, option, height: 190, rest: said, points: { count: now.length, at: (/** @type {number} */ i) => [i + 0.5, now[i]], text } }),
    h("figcaption", [key(t("shown.scenario"), "bar"), was ? key(t("shown.baseline"), "baseline") : null, h("span", { class: "quiet" }, t("trips.share"))]),
    asTable(numbersTable(title, [t("trips.minutes"), ...(was ? [t("shown.baseline")] : []), t("shown.scenario")],
      now.map((share, i) => [bin(i, width, i === last), ...(was ? [percent(was[i])] : []), percent(share)]))),
  ]);
}
Histogram.props = ["after", "before", "said"];

/**
 * Each trip's minutes before, across, against those after, upwards.
 * @param {{pairs: [number, number][], said: string}} about
 */
export function TripScatter({ pairs, said }) {
  const most = quantile(known(pairs.flat()), 0.995) || 1;
  const step = roundStep(most, 5, [1, 2, 3, 6, 10]);
  const end = Math.ceil(most / step - 1e-9) * step;
  const places = Array.from({ length: Math.round(end / step) }, (_, i) => i * step);
  const bins = places.map((from, i) => {
    const isLast = i === places.length - 1;
    const members = pairs.filter(([was]) => was >= from && (isLast || was < from + step));
    const was = quantile(known(members.map(([one]) => one)), 0.5);
    const is = quantile(known(members.map(([, one]) => one)), 0.5);
    return [isLast ? t("trips.more", { from: number(from, 1) }) : `${number(from, 1)} – ${number(from + step, 1)}`, number(members.length, 0), number(is, 1), members.length ? difference(is - was, 1) : "–"];
  });
  const text = (/** @type {number} */ i) => `${t("trips.before")} ${number(pairs[i][0], 1)} · ${t("trips.after")} ${number(pairs[i][1], 1)} (${difference(pairs[i][1] - pairs[i][0], 1)})`;
  return h("figure", { class: "chart trips-scatter" }, [
    cloud(pairs, { ends: { from: 0, to: end, step, digits: step < 1 ? 1 : 0 }, better: "less", least: 1, across: t("trips.before"), upwards: t("trips.after"), label: `${t("trips.scatter")} ${said}`, rest: said, text }),
    h("figcaption", h("span", { class: "quiet" }, t("trips.scatter"))),
    asTable(numbersTable(`${t("trips.before")}, ${t("trips.after")}`, [t("trips.before"), t("trips.count"), t("trips.medianAfter"), "Δ"], bins)),
  ]);
}
TripScatter.props = ["pairs", "said"];
