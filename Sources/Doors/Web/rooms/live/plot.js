// The chart of a stream: a line with its values, or the mean of hours and days in the band from least to greatest. Gaps stay gaps, doubtful
// values wear a mark, levels at which a rule warns are lines. Wheel, pinch and drag move through time, dragging with Shift marks a stretch to
// look at; so do keys, which also read out value after value.
import { computed, h, ref } from "../../vendor/vue.js";
import { Chart } from "../../core/chart.js";
import { asTable, axis, INK, key as keyOf, room, timeAxis } from "../../core/chartlook.js";
import { roundEnds } from "../../core/points.js";
import { t } from "../../core/i18n.js";
import { limitsOf, limitText } from "./limits.js";
import { gapOf, points, readable, runs } from "./plotpoints.js";
import { table, words } from "./plotwords.js";
import { propertyText } from "./reading.js";
import { move, pan, series, seriesOf, span, zoom } from "./series.js";
import { rangeText, ticks } from "./when.js";

/** More values than this have no dots. */
const DOTS = 160;
/** Pixels between the words below. */
const APART = 56;

/** A page that scrolls under the pointer is not meant to zoom. */
let scrolledAt = 0;
document.addEventListener("scroll", () => { scrolledAt = performance.now(); }, { capture: true, passive: true });

/** Points a little beyond both sides too, so that lines run out of the picture. */
function drawnOf(/** @type {any[]} */ all) {
  const first = all.findIndex((point) => point.x >= span.from);
  if (first < 0) return all.slice(-1);
  let last = all.length;
  while (last > 0 && all[last - 1].x > span.to) last -= 1;
  return all.slice(Math.max(0, first - 1), last + 1);
}

const pair = (/** @type {any} */ point) => [point.x, Number.isFinite(point.y) ? point.y : null];

/** Levels of rules that stand near the values: one far away would press them flat. */
function nearLimits(/** @type {any[]} */ limits, /** @type {number} */ low, /** @type {number} */ high) {
  const reach = Math.max(high - low, Math.abs(high) * 0.25, 1e-9);
  return limits.filter(({ limit }) => limit >= low - reach && limit <= high + reach);
}

/** The dragging, pinching and turning that moves through time. */
function gestures() {
  const fingers = new Map();
  let held = /** @type {any} */ (null);
  let marking = /** @type {PointerEvent|null} */ (null);
  /** Milliseconds a pixel stands for. */
  const scale = (/** @type {any} */ api) => (span.to - span.from) / (api.toPixel([span.to, 0])[0] - api.toPixel([span.from, 0])[0]);
  const wheel = (/** @type {WheelEvent} */ event, /** @type {any} */ api) => {
    const isZoom = Math.abs(event.deltaY) >= Math.abs(event.deltaX);
    if (isZoom && !event.ctrlKey && performance.now() - scrolledAt < 250) return;
    event.preventDefault();
    const lines = event.deltaMode === 1 ? 33 : 1;
    if (isZoom) zoom(Math.exp(Math.max(-240, Math.min(240, event.deltaY * lines)) * 0.0032), api.toValue(event)[0]);
    else pan((event.deltaX * lines) / 600);
  };
  const down = (/** @type {PointerEvent} */ event, /** @type {any} */ api) => {
    api.box().setPointerCapture(event.pointerId);
    if (event.shiftKey) { marking = event; return; }
    fingers.set(event.pointerId, event.clientX);
    held = { from: span.from, to: span.to, scale: scale(api), middle: api.toValue(event)[0], at: [...fingers.values()], moved: false };
    if (fingers.size > 1) held.middle = api.toValue({ clientX: (held.at[0] + held.at[1]) / 2, clientY: event.clientY })[0];
  };
  const moved = (/** @type {PointerEvent} */ event, /** @type {any} */ api) => {
    if (marking) { api.mark(marking, event); return; }
    if (!fingers.has(event.pointerId) || !held) { span.cursor = api.toValue(event)[0]; return; }
    fingers.set(event.pointerId, event.clientX);
    const at = [...fingers.values()];
    if (at.length === 1) {
      const by = at[0] - held.at[0];
      if (Math.abs(by) > 4) held.moved = true;
      if (held.moved) move(held.from - by * held.scale, held.to - by * held.scale);
      return;
    }
    held.moved = true;
    const factor = Math.max(12, Math.abs(held.at[1] - held.at[0])) / Math.max(12, Math.abs(at[1] - at[0]));
    // What lay between the fingers stays between them.
    const shift = ((at[0] + at[1]) / 2 - (held.at[0] + held.at[1]) / 2) * held.scale * factor;
    move(held.middle - (held.middle - held.from) * factor - shift, held.middle + (held.to - held.middle) * factor - shift);
  };
  const up = (/** @type {PointerEvent} */ event, /** @type {any} */ api) => {
    if (marking) {
      const [a, b] = [api.toValue(marking)[0], api.toValue(event)[0]];
      const isMeant = event.type === "pointerup" && Math.abs(event.clientX - marking.clientX) > 6;
      marking = null;
      api.mark(event, null);
      if (isMeant) move(Math.min(a, b), Math.max(a, b));
      return;
    }
    if (!fingers.delete(event.pointerId)) return;
    if (held && !held.moved) span.cursor = api.toValue(event)[0];
    held = fingers.size ? { from: span.from, to: span.to, scale: scale(api), middle: (span.from + span.to) / 2, at: [...fingers.values()], moved: true } : null;
  };
  return { wheel, pointerdown: down, pointermove: moved, pointerup: up, pointercancel: up,
    pointerleave: (/** @type {PointerEvent} */ event) => { if (event.pointerType === "mouse" && !fingers.size) span.cursor = null; } };
}

export const Plot = {
  props: ["stream"],
  setup(/** @type {{stream: import("./desk.js").Stream}} */ props) {
    const isOpen = ref(false);
    /** All that is drawn now. */
    const state = computed(() => {
      void series.version;
      const one = seriesOf(props.stream.id);
      const all = one ? points(one) : [];
      const within = all.filter((point) => point.x >= span.from && point.x <= span.to);
      const near = readable(within);
      const isText = near.length > 0 && !Number.isFinite(near[0].y);
      const pieces = one ? runs(drawnOf(all), gapOf(one)) : [];
      return { one, within, near, isText, pieces };
    });
    const place = computed(() => {
      const { near } = state.value;
      const { cursor } = span;
      if (cursor === null || near.length === 0) return -1;
      return near.reduce((best, point, i) => (Math.abs(point.x - cursor) < Math.abs(near[best].x - cursor) ? i : best), 0);
    });
    const limits = computed(() => limitsOf(props.stream.id));

    function option(/** @type {number} */ width) {
      const { one, within, near, isText, pieces } = state.value;
      // A loop, because a spread of thousands may be too much.
      let [low, high] = [Infinity, -Infinity];
      if (!isText) for (const { y, low: least, high: most } of [...near, ...pieces.flat()]) { low = Math.min(low, Number.isFinite(least) ? least : y); high = Math.max(high, Number.isFinite(most) ? most : y); }
      const lines = isText || !Number.isFinite(low) ? [] : nearLimits(limits.value, low, high);
      for (const { limit } of lines) { low = Math.min(low, limit); high = Math.max(high, limit); }
      const lonely = pieces.filter((piece) => piece.length === 1).flat();
      const dots = isText ? within : one?.per === "value" && near.length <= DOTS ? near : lonely;
      const x = timeAxis(span.from, span.to, ticks(span.from, span.to, Math.max(2, Math.floor((width - 58) / APART))), true);
      return {
        grid: room(), xAxis: x, yAxis: isText ? { type: "value", show: false, min: 0, max: 2 } : axis(roundEnds(low, high)),
        series: [
          { type: "custom", name: "band", clip: true, data: one && one.per !== "value" ? pieces.map((piece) => [piece[0].x, piece[0].y]) : [],
            renderItem: (/** @type {any} */ about, /** @type {any} */ api) => ({ type: "polygon", silent: true, style: { fill: INK.accent, opacity: 0.2 },
              shape: { points: [...pieces[about.dataIndex].map((point) => api.coord([point.x, point.high])), ...[...pieces[about.dataIndex]].reverse().map((point) => api.coord([point.x, point.low]))] } }) },
          // Between two pieces nothing: a gap is not a line.
          { type: "line", name: "line", symbol: "none", connectNulls: false, lineStyle: { color: INK.accent, width: 1.8, join: "round" }, data: isText ? [] : pieces.filter((piece) => piece.length > 1).flatMap((piece) => [...piece.map(pair), [piece[piece.length - 1].x, null]]),
            markLine: lines.length ? { silent: true, symbol: "none", animation: false, data: lines.map((one_) => ({ yAxis: one_.limit, lineStyle: { color: INK.worse, width: 1.4, type: [6, 4] }, label: { formatter: limitText(one_, props.stream.unit), position: "insideEndTop", color: INK.worse, fontSize: 11 } })) } : undefined },
          { type: "scatter", name: "dots", symbolSize: 5, itemStyle: { color: INK.accent }, data: dots.map((point) => (isText ? [point.x, 1] : pair(point))) },
          { type: "scatter", name: "doubts", symbol: "triangle", symbolSize: 11, itemStyle: { color: INK.doubtGround, borderColor: INK.doubt, borderWidth: 1.6 }, data: isText ? [] : near.filter((point) => point.doubt).map(pair) },
          { type: "scatter", name: lines.length ? "limits" : "", data: lines.map(({ limit }) => [span.to + 1, limit]), symbolSize: 0 },
        ],
      };
    }

    const key = (/** @type {KeyboardEvent} */ event) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const { near } = state.value;
      const from = place.value < 0 ? near.length : place.value;
      const go = (/** @type {number} */ to) => { if (near.length) span.cursor = near[Math.max(0, Math.min(near.length - 1, to))].x; };
      const around = span.cursor ?? undefined;
      const deeds = /** @type {Record<string, () => void>} */ ({
        ArrowLeft: () => { if (from === 0) pan(-0.25); else go(from - 1); }, ArrowRight: () => { if (from === near.length - 1 && !span.isFollowing) pan(0.25); else go(place.value < 0 ? near.length - 1 : from + 1); },
        ArrowUp: () => go(from - 10), ArrowDown: () => go(from + 10), Home: () => go(0), End: () => go(near.length - 1),
        "+": () => zoom(0.5, around), "=": () => zoom(0.5, around), "-": () => zoom(2, around), "−": () => zoom(2, around), PageUp: () => pan(-0.5), PageDown: () => pan(0.5),
        ...(span.cursor === null ? {} : { Escape: () => { span.cursor = null; } }),
      });
      if (!deeds[event.key]) return;
      event.preventDefault();
      event.stopPropagation();
      deeds[event.key]();
    };
    const deeds = { ...gestures(), keydown: key };

    return () => {
      const { stream } = props;
      const { one, within, near } = state.value;
      const text = (/** @type {number} */ i) => (one && near[i] ? words(near[i], one, stream) : t("plot.none"));
      const trouble = series.errors[stream.id];
      return h("figure", { class: "chart plot" }, [
        h(Chart, { id: `plot-${stream.id}`, class: "plot-box", label: t("plot.label", { name: propertyText(stream.property) }), option, height: 172, isAnimated: false, place: place.value, deeds,
          rest: near.length ? text(near.length - 1) : t("plot.none"), "aria-describedby": "plot-how", "data-per": one?.per ?? "", "data-points": near.length, "data-pieces": state.value.pieces.length,
          points: { count: Math.max(1, near.length), at: (/** @type {number} */ i) => (near[i] ? [near[i].x, Number.isFinite(near[i].y) ? near[i].y : 1] : [NaN, NaN]), text } }),
        h("figcaption", h("span", { class: "plot-keys" }, [
          one ? keyOf(t(`plot.key.${one.per}`)) : null,
          one && one.per !== "value" ? keyOf(t("plot.key.band"), "band") : null,
          near.some((point) => point.doubt) ? h("span", { class: "chart-key" }, [h("span", { class: "flag doubtful", "aria-hidden": "true" }, "⚠"), t("plot.key.doubtful")]) : null,
          ...limits.value.map((limit) => h("span", { class: "chart-key limit", key: limit.rule + limit.limit }, [h("i", { "aria-hidden": "true" }), limitText(limit, stream.unit)]))])),
        one?.isCut ? h("p", { class: "quiet" }, t("plot.cut")) : null,
        trouble ? h("p", { class: "complaint", role: "alert" }, trouble === "offline" ? t("error.offline") : trouble) : null,
        asTable(isOpen.value && one ? table(within, one, stream) : null, ` · ${rangeText(span.from, span.to)}`, { onToggle: (/** @type {any} */ event) => { isOpen.value = event.target.open; } }),
      ]);
    };
  },
};
