// Drawings of the times of single trips: how many take how long, and each trip's time before against its time after; both as tables too.
import { h } from "../../vendor/vue.js";
import { difference, number, t } from "../../core/i18n.js";

export const WIDTH = 340;
const HEIGHT = 180;
export const LEFT = 38;
export const RIGHT = 10;
export const TOP = 10;
export const BOTTOM = 34;
const BINS = 12;

/** The value that a share of some sorted numbers lies below. */
export const quantile = (/** @type {ArrayLike<number>} */ sorted, /** @type {number} */ share) =>
  (sorted.length ? sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] : NaN);

/** Sorted, without those that have none. */
export const known = (/** @type {ArrayLike<number>} */ values) => Float32Array.from(Array.from(values).filter(Number.isFinite)).sort();

/** A width of bins that reads well, so that few trips lie beyond the last. */
export function binWidth(/** @type {Float32Array[]} */ sides) {
  const most = Math.max(1, ...sides.map((side) => quantile(side, 0.98) || 0));
  return [0.5, 1, 2, 5, 10, 15, 30, 60, 120, 240].find((width) => width * BINS >= most) ?? most / BINS;
}

/** The share of the trips in each bin; the last takes all that is longer. */
export function shares(/** @type {Float32Array} */ sorted, /** @type {number} */ width) {
  const counts = new Array(BINS).fill(0);
  for (const value of sorted) counts[Math.min(BINS - 1, Math.floor(value / width))] += 1;
  return counts.map((count) => (sorted.length ? count / sorted.length : 0));
}

/** The lines and words around a drawing: `across` below it, ticks along its bottom, levels along its side. */
export const axes = (/** @type {number} */ bottom, /** @type {string} */ across, /** @type {any[]} */ ticks, /** @type {any[]} */ levels) => [
  ...levels.map(({ y, text }) => h("g", { key: `level ${text}` }, [
    h("line", { class: "chart-grid", x1: LEFT, x2: WIDTH - RIGHT, y1: y, y2: y }), h("text", { x: LEFT - 5, y: y + 3.5, "text-anchor": "end" }, text)])),
  ...ticks.map(({ x, text }) => h("text", { key: `tick ${text}`, x, y: bottom + 13, "text-anchor": "middle" }, text)),
  h("text", { x: (LEFT + WIDTH - RIGHT) / 2, y: bottom + 28, "text-anchor": "middle" }, across)];

const bin = (/** @type {number} */ place, /** @type {number} */ width) => (place === BINS - 1
  ? t("trips.more", { from: number(place * width, 1) }) : `${number(place * width, 1)} – ${number((place + 1) * width, 1)}`);

const table = (/** @type {string} */ title, /** @type {string[]} */ heads, /** @type {any[][]} */ rows) => h("details", [h("summary", t("chart.table")),
  h("div", { class: "table-wrap", tabindex: 0, role: "region", "aria-label": title }, h("table", [
    h("caption", { class: "hidden" }, title),
    h("thead", h("tr", heads.map((head, i) => h("th", { key: i, scope: "col", class: i ? "number" : "" }, head)))),
    h("tbody", rows.map(([first, ...rest]) => h("tr", { key: first }, [h("th", { scope: "row" }, first), ...rest.map((cell, i) => h("td", { key: i, class: "number" }, cell))])))]))]);

/**
 * How many trips take how long: bars with the changes, a line without.
 * @param {Float32Array} after  sorted minutes
 * @param {Float32Array|null} before
 * @param {string} said  what it comes to, in a sentence
 */
export function histogram(after, before, said) {
  const width = binWidth(before ? [after, before] : [after]);
  const [now, was] = [shares(after, width), before ? shares(before, width) : null];
  const highest = Math.max(0.01, ...now, ...(was ?? []));
  const rise = [0.01, 0.02, 0.05, 0.1, 0.2, 0.25, 0.5].find((one) => one * 4 >= highest) ?? 0.5;
  const top = Math.ceil(highest / rise - 1e-9) * rise;
  const bottom = HEIGHT - BOTTOM;
  const x = (/** @type {number} */ place) => LEFT + (place / BINS) * (WIDTH - LEFT - RIGHT);
  const y = (/** @type {number} */ share) => TOP + (1 - share / top) * (bottom - TOP);
  const percent = (/** @type {number} */ share) => `${number(share * 100, 1)} %`;
  const levels = Array.from({ length: Math.round(top / rise) + 1 }, (_, i) => ({ y: y(i * rise), text: percent(i * rise) }));
  const ticks = [0, 3, 6, 9].map((place) => ({ x: x(place), text: number(place * width, 1) }));
  const line = was?.map((share, i) => `${i ? "L" : "M"}${x(i).toFixed(1)} ${y(share).toFixed(1)}H${x(i + 1).toFixed(1)}`).join("");
  const title = `${t("trips.share")}, ${t("trips.minutes")}`;
  return h("figure", { class: "chart trips-histogram" }, [
    h("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "img", "aria-label": `${title}. ${said}` }, [
      ...axes(bottom, t("trips.minutes"), ticks, levels),
      ...now.map((share, i) => h("rect", { key: `bar ${i}`, class: "chart-bar", x: x(i) + 1, width: x(1) - x(0) - 2, y: y(share), height: Math.max(0, bottom - y(share)) })),
      line ? h("path", { class: "chart-line baseline", d: line }) : null]),
    h("figcaption", [
      h("span", { class: "chart-key bar" }, [h("i", { "aria-hidden": "true" }), t("shown.scenario")]),
      was ? h("span", { class: "chart-key baseline" }, [h("i", { "aria-hidden": "true" }), t("shown.baseline")]) : null,
      h("span", { class: "quiet" }, t("trips.share"))]),
    h("p", said),
    table(title, [t("trips.minutes"), ...(was ? [t("shown.baseline")] : []), t("shown.scenario")],
      now.map((share, i) => [bin(i, width), ...(was ? [percent(was[i])] : []), percent(share)])),
  ]);
}

/**
 * Each trip's minutes before, across, against those after, upwards.
 * @param {[number, number][]} pairs
 * @param {string} said
 */
export function scatter(pairs, said) {
  const most = quantile(known(pairs.flat()), 0.995) || 1;
  const step = [1, 2, 5, 10, 20, 30, 60, 120].find((one) => one * 5 >= most) ?? most / 5;
  const end = Math.ceil(most / step) * step;
  const side = WIDTH - LEFT - RIGHT;
  const bottom = TOP + side;
  // Those beyond the last tick lie on the edge.
  const x = (/** @type {number} */ minutes) => LEFT + (Math.min(minutes, end) / end) * side;
  const y = (/** @type {number} */ minutes) => bottom - (Math.min(minutes, end) / end) * side;
  const dots = (/** @type {(by: number) => boolean} */ fits) =>
    pairs.filter(([was, is]) => fits(is - was)).map(([was, is]) => `M${x(was).toFixed(1)} ${y(is).toFixed(1)}h0`).join("");
  const marks = Array.from({ length: Math.round(end / step) + 1 }, (_, i) => i * step);
  const bins = marks.slice(0, -1).map((from, i) => {
    const isLast = i === marks.length - 2;
    const members = pairs.filter(([was]) => was >= from && (isLast || was < from + step));
    const was = quantile(known(members.map(([one]) => one)), 0.5);
    const is = quantile(known(members.map(([, one]) => one)), 0.5);
    return [isLast ? t("trips.more", { from: number(from, 1) }) : `${number(from, 1)} – ${number(from + step, 1)}`, number(members.length, 0), number(is, 1), members.length ? difference(is - was, 1) : "–"];
  });
  return h("figure", { class: "chart trips-scatter" }, [
    h("svg", { viewBox: `0 0 ${WIDTH} ${bottom + BOTTOM}`, role: "img", "aria-label": `${t("trips.scatter")} ${said}` }, [
      ...axes(bottom, t("trips.before"), marks.map((one) => ({ x: x(one), text: number(one, 1) })), marks.map((one) => ({ y: y(one), text: number(one, 1) }))),
      h("path", { class: "trip-dots", d: dots((by) => Math.abs(by) <= 1) }),
      h("path", { class: "trip-dots better", d: dots((by) => by < -1) }),
      h("path", { class: "trip-dots worse", d: dots((by) => by > 1) }),
      h("line", { class: "chart-now", x1: x(0), y1: y(0), x2: x(end), y2: y(end) })]),
    h("figcaption", h("span", { class: "quiet" }, t("trips.scatter"))),
    h("p", said),
    table(`${t("trips.before")}, ${t("trips.after")}`, [t("trips.before"), t("trips.count"), t("trips.medianAfter"), "Δ"], bins),
  ]);
}
