// The chart of a stream: a line with its values, or the mean of hours and days in the band from least to greatest. Gaps stay gaps, doubtful
// values wear a mark. Wheel, pinch and drag move through time; so do keys, which also read out value after value.
import { h, onBeforeUnmount, onMounted, ref } from "../../vendor/vue.js";
import { store } from "../../core/store.js";
import { number, t, unit } from "../../core/i18n.js";
import { doubts, propertyText, resultText, valueText } from "./reading.js";
import { move, pan, series, seriesOf, span, zoom } from "./series.js";
import { moment, rangeText, spanText, ticks } from "./when.js";

const WIDTH = 352;
const HEIGHT = 168;
const LEFT = 42;
const RIGHT = 10;
const TOP = 10;
const BOTTOM = 22;
/** More values than this have no dots. */
const DOTS = 160;
/** Rows of the table, at most. */
const ROWS = 200;
const LENGTHS = { value: 0, hour: 3_600_000, day: 86_400_000 };

/** A page that scrolls under the pointer is not meant to zoom. */
let scrolledAt = 0;
document.addEventListener("scroll", () => { scrolledAt = performance.now(); }, { capture: true, passive: true });

const plain = (/** @type {any} */ value) => (typeof value === "number" ? value : typeof value === "boolean" ? Number(value) : NaN);

/** The points of a series: where, how high, and for a roll-up from what to what. */
function points(/** @type {import("./series.js").Series} */ one) {
  const shift = LENGTHS[one.per] / 2;
  return one.times.map((time, i) => ({
    i, time, x: time + shift, y: one.per === "value" ? plain(one.values[i]) : one.mean[i] ?? NaN,
    low: one.per === "value" ? NaN : one.min[i] ?? NaN, high: one.per === "value" ? NaN : one.max[i] ?? NaN,
    doubt: one.doubts.has(i) && doubts(one.doubts.get(i)).length > 0,
  }));
}

/** Points with a number; all of them where a stream says words. */
function readable(/** @type {any[]} */ all) {
  const numbers = all.filter((point) => Number.isFinite(point.y));
  return numbers.length ? numbers : all;
}

/** How long a pause is a gap. */
function gapOf(/** @type {import("./series.js").Series} */ one) {
  if (one.per !== "value") return LENGTHS[one.per] * 1.5;
  const gaps = [];
  for (let i = 1; i < one.times.length; i++) gaps.push(one.times[i] - one.times[i - 1]);
  gaps.sort((a, b) => a - b);
  return gaps.length ? Math.max(2000, 3 * gaps[gaps.length >> 1]) : Infinity;
}

/** Levels that read well. */
function levels(/** @type {number} */ low, /** @type {number} */ high) {
  const raw = (high - low) / 4;
  const scale = 10 ** Math.floor(Math.log10(raw));
  const step = [1, 2, 2.5, 5, 10].map((factor) => factor * scale).find((one) => one >= raw * 0.999) ?? raw;
  const found = [];
  for (let level = Math.floor(low / step + 1e-9) * step; found.length < 9; level += step) {
    found.push(Number(level.toPrecision(10)));
    if (level >= high - 1e-9 * step) break;
  }
  return { found, step };
}

/** Runs of points without a gap. */
function runs(/** @type {any[]} */ all, /** @type {number} */ gap) {
  const found = /** @type {any[][]} */ ([]);
  let before = /** @type {any} */ (null);
  for (const one of all) {
    if (!Number.isFinite(one.y)) { before = null; continue; }
    if (before && one.time - before.time <= gap) found[found.length - 1].push(one); else found.push([one]);
    before = one;
  }
  return found;
}

const pathOf = (/** @type {any[]} */ list, /** @type {(one: any) => string} */ at) => list.map((one, i) => `${i ? "L" : "M"}${at(one)}`).join("");

/** A point in words. */
function words(/** @type {any} */ point, /** @type {import("./series.js").Series} */ one, /** @type {any} */ stream) {
  const { per } = one;
  const say = (/** @type {any} */ value) => valueText(value, stream.unit);
  if (per !== "value") return t("plot.of", { mean: say(point.y), min: resultText(point.low), max: resultText(point.high), count: number(one.count[point.i], 0), time: spanText(point.time, per) });
  const doubtful = point.doubt ? ` ⚠ ${doubts(one.doubts.get(point.i)).map(({ text }) => text).join(" ")}` : "";
  return t("plot.atPointer", { value: say(one.values[point.i]), time: moment(point.time) }) + doubtful;
}

function table(/** @type {any[]} */ all, /** @type {import("./series.js").Series} */ one, /** @type {any} */ stream) {
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

let numbers = 0;

export const Plot = {
  props: ["stream"],
  setup(/** @type {{stream: import("./desk.js").Stream}} */ props) {
    const box = ref(/** @type {HTMLElement|null} */ (null));
    const isOpen = ref(false);
    const wide = ref(WIDTH);
    const number_ = ++numbers;
    const fingers = new Map();
    let pinch = /** @type {any} */ (null);
    const side = () => wide.value - LEFT - RIGHT;
    const timeAt = (/** @type {number} */ clientX) => {
      const rect = /** @type {HTMLElement} */ (box.value).getBoundingClientRect();
      return span.from + (((clientX - rect.left) / rect.width) * wide.value - LEFT) / side() * (span.to - span.from);
    };
    const inside = () => {
      const one = seriesOf(props.stream.id);
      return one ? readable(points(one).filter((point) => point.x >= span.from && point.x <= span.to)) : [];
    };
    /** The point that is nearest to the pointer. */
    const nearest = (/** @type {any[]} */ all) => (span.cursor === null || all.length === 0 ? null
      : all.reduce((best, one) => (Math.abs(one.x - /** @type {number} */ (span.cursor)) < Math.abs(best.x - /** @type {number} */ (span.cursor)) ? one : best)));

    const wheel = (/** @type {WheelEvent} */ event) => {
      const isZoom = Math.abs(event.deltaY) >= Math.abs(event.deltaX);
      if (isZoom && !event.ctrlKey && performance.now() - scrolledAt < 250) return;
      event.preventDefault();
      const lines = event.deltaMode === 1 ? 33 : 1;
      if (isZoom) zoom(Math.exp(Math.max(-240, Math.min(240, event.deltaY * lines)) * 0.0032), timeAt(event.clientX));
      else pan((event.deltaX * lines) / 600);
    };
    const down = (/** @type {PointerEvent} */ event) => {
      box.value?.setPointerCapture(event.pointerId);
      fingers.set(event.pointerId, event.clientX);
      pinch = { from: span.from, to: span.to, at: [...fingers.values()].map((x) => x), moved: false };
    };
    const moved = (/** @type {PointerEvent} */ event) => {
      if (!fingers.has(event.pointerId) || !pinch) { span.cursor = timeAt(event.clientX); return; }
      fingers.set(event.pointerId, event.clientX);
      const rect = /** @type {HTMLElement} */ (box.value).getBoundingClientRect();
      const length = pinch.to - pinch.from;
      const pixel = (wide.value / rect.width) / side() * length;
      const at = [...fingers.values()];
      if (at.length === 1) {
        const by = at[0] - pinch.at[0];
        if (Math.abs(by) > 4) pinch.moved = true;
        if (pinch.moved) move(pinch.from - by * pixel, pinch.to - by * pixel);
      } else {
        pinch.moved = true;
        const apart = Math.max(12, Math.abs(at[1] - at[0]));
        const factor = Math.max(12, Math.abs(pinch.at[1] - pinch.at[0])) / apart;
        const offset = (/** @type {number} */ x) => ((x - rect.left) / rect.width * wide.value - LEFT) / side();
        const held = pinch.from + offset((pinch.at[0] + pinch.at[1]) / 2) * length;
        const start = held - offset((at[0] + at[1]) / 2) * length * factor;
        move(start, start + length * factor);
      }
    };
    const up = (/** @type {PointerEvent} */ event) => {
      if (!fingers.delete(event.pointerId)) return;
      if (pinch && !pinch.moved) span.cursor = timeAt(event.clientX);
      pinch = fingers.size ? { from: span.from, to: span.to, at: [...fingers.values()], moved: true } : null;
    };
    const key = (/** @type {KeyboardEvent} */ event) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const all = inside();
      const now = nearest(all);
      const place = now ? all.indexOf(now) : all.length;
      const go = (/** @type {number} */ to) => { if (all.length) span.cursor = all[Math.max(0, Math.min(all.length - 1, to))].x; };
      const around = span.cursor ?? undefined;
      const deeds = /** @type {Record<string, () => void>} */ ({
        ArrowLeft: () => { if (place === 0) pan(-0.25); else go(place - 1); }, ArrowRight: () => { if (now && place === all.length - 1 && !span.isFollowing) pan(0.25); else go(now ? place + 1 : all.length - 1); },
        ArrowUp: () => go(place - 10), ArrowDown: () => go(place + 10), Home: () => go(0), End: () => go(all.length - 1),
        "+": () => zoom(0.5, around), "=": () => zoom(0.5, around), "-": () => zoom(2, around), "−": () => zoom(2, around), PageUp: () => pan(-0.5), PageDown: () => pan(0.5),
      });
      if (!deeds[event.key]) return;
      event.preventDefault();
      event.stopPropagation();
      deeds[event.key]();
    };
    /** @type {ResizeObserver|null} */
    let watching = null;
    onMounted(() => {
      watching = new ResizeObserver(([entry]) => { const width = Math.round(entry.contentRect.width); if (width > 0) wide.value = width; });
      if (box.value) watching.observe(box.value);
    });
    onBeforeUnmount(() => watching?.disconnect());

    return () => {
      void series.version;
      const { stream } = props;
      const one = seriesOf(stream.id);
      const name = propertyText(stream.property);
      const all = one ? points(one) : [];
      const within = all.filter((point) => point.x >= span.from && point.x <= span.to);
      const near = readable(within);
      const isText = near.length > 0 && !Number.isFinite(near[0].y);
      const chosen = nearest(near);
      const numbers_ = isText ? [] : near.flatMap((point) => (Number.isFinite(point.low) ? [point.low, point.high] : [point.y]));
      // A loop, because a spread of thousands may be too much.
      let [low, high] = [Infinity, -Infinity];
      for (const value of numbers_) { low = Math.min(low, value); high = Math.max(high, value); }
      if (!Number.isFinite(low)) [low, high] = [0, 1];
      if (high - low < 1e-9 * Math.max(1, Math.abs(high))) { const pad = Math.abs(high) > 0 ? Math.abs(high) * 0.1 : 1; low -= low === 0 ? 0 : pad; high += pad; }
      const { found: marks, step } = levels(low, high);
      const [bottom, top] = [marks[0], marks[marks.length - 1]];
      const x = (/** @type {number} */ time) => LEFT + ((time - span.from) / (span.to - span.from)) * side();
      const y = (/** @type {number} */ value) => TOP + ((top - value) / (top - bottom || 1)) * (HEIGHT - TOP - BOTTOM);
      const at = (/** @type {any} */ point) => `${x(point.x).toFixed(1)} ${y(point.y).toFixed(1)}`;
      // One more point on each side, so that lines run out of the picture.
      const first = all.findIndex((point) => point.x >= span.from);
      const drawn = first < 0 ? all.slice(-1) : all.slice(Math.max(0, first - 1), all.length - [...all].reverse().findIndex((point) => point.x <= span.to) + 1);
      const pieces = one ? runs(drawn, gapOf(one)) : [];
      const lonely = pieces.filter((piece) => piece.length === 1).flat();
      const dots = isText ? [] : one?.per === "value" && near.length <= DOTS ? near : lonely;
      const digits = Math.max(0, -Math.floor(Math.log10(step) + 1e-9) + (/^-?2\.5/.test(String(step / 10 ** Math.floor(Math.log10(step)))) ? 1 : 0));
      const text = chosen && one ? words(chosen, one, stream) : near.length && one ? words(near[near.length - 1], one, stream) : t("plot.none");
      const lines = ticks(span.from, span.to, Math.max(2, Math.floor(side() / 60)));
      const clip = `plot-clip-${number_}`;
      return h("figure", { class: "chart plot" }, [
        h("div", {
          ref: box, class: "plot-box", id: `plot-${stream.id}`, tabindex: 0, role: "slider", "aria-label": t("plot.label", { name }), "aria-valuemin": 0, "aria-valuemax": Math.max(0, near.length - 1),
          "aria-valuenow": chosen ? near.indexOf(chosen) : Math.max(0, near.length - 1), "aria-valuetext": text, "aria-describedby": "plot-how", "data-per": one?.per ?? "", "data-points": near.length,
          onWheel: wheel, onPointerdown: down, onPointermove: moved, onPointerup: up, onPointercancel: up, onPointerleave: (/** @type {PointerEvent} */ event) => { if (event.pointerType === "mouse") span.cursor = null; }, onKeydown: key,
        }, h("svg", { viewBox: `0 0 ${wide.value} ${HEIGHT}`, "aria-hidden": "true", style: { height: `${HEIGHT}px` } }, [
          h("defs", h("clipPath", { id: clip }, h("rect", { x: LEFT - 1, y: 0, width: side() + 2, height: HEIGHT }))),
          ...(isText ? [] : marks.map((level) => h("g", { key: `level ${level}` }, [
            h("line", { class: "chart-grid", x1: LEFT, x2: wide.value - RIGHT, y1: y(level), y2: y(level) }), h("text", { x: LEFT - 5, y: y(level) + 3.5, "text-anchor": "end" }, number(level, Math.min(6, digits)))]))),
          ...lines.map((line) => h("g", { key: `time ${line.time}` }, [
            h("line", { class: ["chart-grid", { main: line.isMain }], x1: x(line.time), x2: x(line.time), y1: TOP, y2: HEIGHT - BOTTOM + 4 }),
            x(line.time) > LEFT + 12 && x(line.time) < wide.value - 22 ? h("text", { class: { main: line.isMain }, x: x(line.time), y: HEIGHT - 6, "text-anchor": "middle" }, line.text) : null])),
          h("g", { "clip-path": `url(#${clip})` }, [
            one && one.per !== "value" ? h("path", { class: "plot-band", d: pieces.map((piece) => `${pathOf(piece, (point) => `${x(point.x).toFixed(1)} ${y(point.high).toFixed(1)}`)}${[...piece].reverse().map((point) => `L${x(point.x).toFixed(1)} ${y(point.low).toFixed(1)}`).join("")}Z`).join("") }) : null,
            h("path", { class: "chart-line", d: pieces.filter((piece) => piece.length > 1).map((piece) => pathOf(piece, at)).join("") }),
            h("path", { class: "plot-dots", d: dots.map((point) => `M${at(point)}h0`).join("") }),
            h("path", { class: "plot-doubts", d: near.filter((point) => point.doubt && !isText).map((point) => `M${x(point.x).toFixed(1)} ${(y(point.y) - 5.5).toFixed(1)}l5 9h-10z`).join("") }),
            isText ? h("path", { class: "plot-dots", d: within.map((point) => `M${x(point.x).toFixed(1)} ${HEIGHT / 2}h0`).join("") }) : null,
            chosen ? [h("line", { class: "chart-now", x1: x(chosen.x), x2: x(chosen.x), y1: TOP, y2: HEIGHT - BOTTOM }), h("circle", { class: "plot-chosen", cx: x(chosen.x), cy: isText ? HEIGHT / 2 : y(chosen.y), r: 4.5 })] : null]),
          within.length === 0 && one && !series.loading[stream.id] ? h("text", { class: "plot-none", x: LEFT + side() / 2, y: HEIGHT / 2, "text-anchor": "middle" }, t("plot.none")) : null])),
        h("figcaption", [
          h("output", { class: "plot-says" }, text),
          h("span", { class: "plot-keys" }, [
            one ? h("span", { class: "chart-key" }, [h("i", { "aria-hidden": "true" }), t(`plot.key.${one.per}`)]) : null,
            one && one.per !== "value" ? h("span", { class: "chart-key band" }, [h("i", { "aria-hidden": "true" }), t("plot.key.band")]) : null,
            near.some((point) => point.doubt) ? h("span", { class: "chart-key" }, [h("span", { class: "flag doubtful", "aria-hidden": "true" }, "⚠"), t("plot.key.doubtful")]) : null])]),
        one?.isCut ? h("p", { class: "quiet" }, t("plot.cut")) : null,
        series.errors[stream.id] ? h("p", { class: "complaint", role: "alert" }, series.errors[stream.id] === "offline" ? t("error.offline") : series.errors[stream.id]) : null,
        h("details", { onToggle: (/** @type {any} */ event) => { isOpen.value = event.target.open; } }, [
          h("summary", `${t("chart.table")} · ${rangeText(span.from, span.to)}`), ...(isOpen.value && one ? table(within, one, stream) : [])]),
      ]);
    };
  },
};
