// A drawing of values before, across, against those after, upwards, with the line on which nothing changes.
import { h } from "../../vendor/vue.js";
import { number, t } from "../../core/i18n.js";
import { axes, BOTTOM, known, LEFT, quantile, RIGHT, TOP, WIDTH } from "../traffic/tripchart.js";

/** A step between ticks that reads well. */
function stepOf(/** @type {number} */ range) {
  const scale = 10 ** Math.floor(Math.log10(range / 5));
  return [1, 2, 5, 10].map((factor) => factor * scale).find((one) => one * 5 >= range * 0.999) ?? range / 5;
}

/** The ends of both axes: nothing, or what is below it, and almost the greatest. */
export function axisOf(/** @type {number[]} */ values) {
  const sorted = known(values);
  const top = quantile(sorted, 0.998) || 0;
  const low = Math.min(0, quantile(sorted, 0.002) || 0);
  const step = stepOf(Math.max(top, 0) - low || 1);
  return { step, from: Math.floor(low / step + 1e-9) * step, to: Math.max(Math.ceil(top / step - 1e-9), Math.floor(low / step) + 1) * step };
}

/**
 * @param {[number, number][]} pairs
 * @param {{better: string, across: string, said: string}} about  which way is better; what is told across; what it comes to
 */
export function scatter(pairs, { better, across, said }) {
  const { step, from, to } = axisOf(pairs.flat());
  const side = WIDTH - LEFT - RIGHT;
  const bottom = TOP + side;
  // Those beyond the ends lie on the edge.
  const share = (/** @type {number} */ value) => (Math.min(to, Math.max(from, value)) - from) / (to - from);
  const x = (/** @type {number} */ value) => LEFT + share(value) * side;
  const y = (/** @type {number} */ value) => bottom - share(value) * side;
  // What lies nearly on the line is neither.
  const least = (to - from) / 200;
  const way = (/** @type {number} */ by) => (Math.abs(by) < least || better === "neither" ? "" : (by > 0) === (better === "more") ? "better" : "worse");
  const paths = { "": "", better: "", worse: "" };
  for (const [was, is] of pairs) paths[way(is - was)] += `M${x(was).toFixed(1)} ${y(is).toFixed(1)}h0`;
  const marks = Array.from({ length: Math.round((to - from) / step) + 1 }, (_, i) => from + i * step);
  return h("svg", { viewBox: `0 0 ${WIDTH} ${bottom + BOTTOM}`, role: "img", "aria-label": `${t("before.scatter")} ${said}` }, [
    ...axes(bottom, across, marks.map((one) => ({ x: x(one), text: number(one, 3) })), marks.map((one) => ({ y: y(one), text: number(one, 3) }))),
    h("line", { class: "chart-now", x1: x(from), y1: y(from), x2: x(to), y2: y(to) }),
    ...Object.entries(paths).map(([name, d]) => h("path", { key: name, class: ["trip-dots", name], d }))]);
}
