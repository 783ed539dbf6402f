// A chart: Apache ECharts draws it as SVG, fetched when the first chart is seen. The frame around it is the page's own: keys and pointer go from
// point to point, which is read out as text; colours are the page's variables, so that night and paper need no second drawing.
import { computed, h, onBeforeUnmount, onMounted, ref, shallowRef, watch } from "../vendor/vue.js";
import { t } from "./i18n.js";
import { button } from "./parts.js";
import { columnAt, nearest } from "./points.js";
import { store } from "./store.js";

/**
 * @typedef {object} Points  What keys and pointer go through.
 * @property {number} count
 * @property {(place: number) => [number, number]} at  where a point lies on the axes
 * @property {(place: number) => string} text  how it is read out
 * @property {boolean} [isCloud]  points lie anywhere: the nearest of both ways is meant, not the nearest across
 */

/** @type {Promise<any>|null} */
let library = null;

/** The library, asked for once; again after it could not be had. */
export function charts() {
  library ??= new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = new URL("vendor/echarts.js", document.baseURI).href;
    script.onload = () => resolve(/** @type {any} */ (globalThis).echarts);
    script.onerror = () => { library = null; script.remove(); reject(new Error(t("chart.missing"))); };
    document.head.append(script);
  });
  return library;
}

const calm = matchMedia("(prefers-reduced-motion: reduce)");
const night = matchMedia("(prefers-color-scheme: dark)");

/** Options with the page's colours in place of their variables: what is painted knows none. On paper by day. */
function painted(/** @type {any} */ option, /** @type {boolean} */ isPaper) {
  const { dataset } = document.documentElement;
  const chosen = dataset.theme;
  if (isPaper) dataset.theme = "light";
  const styles = getComputedStyle(document.documentElement);
  const paint = (/** @type {any} */ value) => {
    if (typeof value === "string") return value.startsWith("var(") ? styles.getPropertyValue(value.slice(4, -1)).trim() : value;
    // Values are numbers, thousands of them: they have no colour.
    if (Array.isArray(value)) return typeof value[0] === "object" && !Array.isArray(value[0]) ? value.map(paint) : value;
    return value && typeof value === "object" ? Object.fromEntries(Object.entries(value).map(([name, one]) => [name, paint(one)])) : value;
  };
  const made = paint(option);
  if (isPaper) dataset.theme = chosen ?? "";
  return made;
}

/** Which lines, bars and dots a chart has, by their names: those that show something. */
const namesOf = (/** @type {any} */ option) => option.series.filter((/** @type {any} */ one) => one.name && one.data?.length).map((/** @type {any} */ one) => one.name).join(" ");

export const Chart = {
  props: {
    /** What it shows, in words: its name for those who listen. */
    label: { type: String, required: true },
    /** The options of ECharts for a width in pixels; read again when what it reads has changed. */
    option: { type: Function, required: true },
    height: { type: Number, default: 176 },
    points: { type: Object, default: null },
    /** The point looked at, where a chart keeps it with others; `undefined` where the chart keeps its own. */
    place: { type: Number, default: undefined },
    /** What dragging marks: a stretch across ("x"), an area ("xy"), or nothing. */
    brush: { type: String, default: "" },
    /** Deeds instead of the usual ones by the name of an event; each is given the event and what a place on the screen means. */
    deeds: { type: Object, default: () => ({}) },
    /** What it reads out while nothing is looked at. */
    rest: { type: String, default: "" },
    isAnimated: { type: Boolean, default: true },
    /** Thousands of dots: painted once instead of kept as shapes, which a weak machine would paint again with every scroll. */
    isCloud: { type: Boolean, default: false },
  },
  emits: ["point", "brush"],
  inheritAttrs: false,
  setup(/** @type {any} */ props, /** @type {any} */ { emit, attrs }) {
    const box = ref(/** @type {HTMLElement|null} */ (null));
    const paper = ref(/** @type {HTMLElement|null} */ (null));
    const instance = shallowRef(/** @type {any} */ (null));
    const width = ref(0);
    const drawn = ref(0);
    const error = ref("");
    const own = ref(-1);
    const marked = ref(/** @type {{x: number, y: number, toX: number, toY: number}|null} */ (null));
    let isGone = false;
    /** @type {ResizeObserver|null} */
    let watching = null;

    const option = computed(() => (width.value ? props.option(width.value) : null));
    const place = computed(() => { const at = props.place ?? own.value; return props.points && at < props.points.count ? at : -1; });

    async function begin() {
      error.value = "";
      try {
        const { init } = await charts();
        if (isGone || !paper.value) return;
        instance.value ??= init(paper.value, null, { renderer: props.isCloud ? "canvas" : "svg", width: width.value, height: props.height, devicePixelRatio: Math.max(2, devicePixelRatio) });
      } catch (caught) { error.value = caught instanceof Error ? caught.message : String(caught); }
    }

    function draw() {
      if (!instance.value || !option.value) return;
      const { series, ...rest } = props.isCloud ? painted(option.value, isPaper) : option.value;
      instance.value.resize({ width: width.value, height: props.height });
      instance.value.setOption({
        animation: props.isAnimated && !calm.matches, animationDuration: 240, animationDurationUpdate: 160, aria: { enabled: true, label: { description: props.label } },
        textStyle: { fontFamily: getComputedStyle(document.body).fontFamily }, ...rest,
        series: series.map((/** @type {any} */ one) => ({ silent: true, emphasis: { disabled: true }, ...one })),
      }, { notMerge: true });
      drawn.value += 1;
    }
    watch([instance, option, () => props.height, () => props.label, () => props.isCloud && store.theme], draw, { flush: "post" });

    // What is painted does not follow the page's colours by itself.
    let isPaper = false;
    const repaint = (/** @type {Event} */ event) => { isPaper = event.type === "beforeprint"; draw(); };
    const moments = /** @type {[EventTarget, string][]} */ ([[window, "beforeprint"], [window, "afterprint"], [night, "change"]]);
    if (props.isCloud) {
      onMounted(() => { for (const [target, name] of moments) target.addEventListener(name, repaint); });
      onBeforeUnmount(() => { for (const [target, name] of moments) target.removeEventListener(name, repaint); });
    }

    /** Where a place of the axes lies in pixels, and the other way round. */
    const toPixel = (/** @type {[number, number]} */ at) => instance.value?.convertToPixel({ xAxisIndex: 0, yAxisIndex: 0 }, at) ?? [NaN, NaN];
    const toValue = (/** @type {{clientX: number, clientY: number}} */ { clientX, clientY }) => {
      const rect = /** @type {HTMLElement} */ (paper.value).getBoundingClientRect();
      const scale = rect.width / width.value || 1;
      return instance.value?.convertFromPixel({ xAxisIndex: 0, yAxisIndex: 0 }, [(clientX - rect.left) / scale, (clientY - rect.top) / scale]) ?? [NaN, NaN];
    };
    /** The point under a pointer, or -1. */
    function under(/** @type {PointerEvent} */ event) {
      const { points } = props;
      if (!points?.count || !instance.value) return -1;
      const [x, y] = toValue(event);
      if (!points.isCloud) return columnAt(points, x);
      // A pixel of each axis, so that near means near on the screen.
      const [[left, top], [right, bottom]] = [toPixel([0, 0]), toPixel([1, 1])];
      return nearest(points, [x, y], [right - left, bottom - top]);
    }
    const go = (/** @type {number} */ to) => { own.value = to; emit("point", to); };

    const api = { toValue, toPixel, under, go, place: () => place.value, box: () => box.value, mark };
    function mark(/** @type {PointerEvent} */ from, /** @type {PointerEvent|null} */ to) {
      const rect = /** @type {HTMLElement} */ (paper.value).getBoundingClientRect();
      const within = (/** @type {number} */ at, /** @type {number} */ most) => Math.max(0, Math.min(most, at));
      const [x, y, toX, toY] = [from.clientX - rect.left, from.clientY - rect.top, (to ?? from).clientX - rect.left, (to ?? from).clientY - rect.top];
      marked.value = to && { x: within(x, rect.width), y: within(y, rect.height), toX: within(toX, rect.width), toY: within(toY, rect.height) };
    }
    /** @type {PointerEvent|null} */
    let held = null;
    const usual = /** @type {Record<string, (event: any) => void>} */ ({
      pointerdown: (event) => { if (props.brush && event.button === 0) { held = event; box.value?.setPointerCapture(event.pointerId); } },
      pointermove: (event) => { if (held) mark(held, event); else go(under(event)); },
      pointerup: (event) => {
        const began = held;
        held = null;
        marked.value = null;
        if (!began) return;
        if (Math.hypot(event.clientX - began.clientX, event.clientY - began.clientY) < 6) { go(under(event)); emit("brush", null); return; }
        const [a, b] = [toValue(began), toValue(event)];
        emit("brush", [0, 1].map((way) => [Math.min(a[way], b[way]), Math.max(a[way], b[way])]));
      },
      pointercancel: () => { held = null; marked.value = null; },
      pointerleave: (event) => { if (event.pointerType === "mouse" && !held) go(-1); },
      keydown: (event) => {
        if (event.ctrlKey || event.metaKey || event.altKey || !props.points?.count) return;
        const last = props.points.count - 1;
        const from = place.value;
        const to = { ArrowLeft: from < 0 ? last : from - 1, ArrowRight: from + 1, ArrowDown: from - 10, ArrowUp: from + 10, PageDown: from - 10, PageUp: from + 10, Home: 0, End: last }[/** @type {string} */ (event.key)];
        if (event.key === "Escape" && from >= 0) go(-1);
        else if (to !== undefined) go(Math.max(0, Math.min(last, to)));
        else return;
        event.preventDefault();
        event.stopPropagation();
      },
    });
    const deed = (/** @type {string} */ name) => (/** @type {any} */ event) => {
      if (!instance.value) return;
      const other = props.deeds[name];
      if (other) other(event, api); else usual[name]?.(event);
    };
    const listens = Object.fromEntries(["pointerdown", "pointermove", "pointerup", "pointercancel", "pointerleave", "keydown", "wheel"]
      .map((name) => [`on${name[0].toUpperCase()}${name.slice(1)}`, deed(name)]));

    onMounted(() => {
      watching = new ResizeObserver(([entry]) => {
        const wide = Math.round(entry.contentRect.width);
        // What nobody sees — in a closed part, on paper — neither loads nor is drawn anew.
        if (wide > 0 && !matchMedia("print").matches) width.value = wide;
      });
      if (paper.value) watching.observe(paper.value);
    });
    watch(width, (wide, before) => { if (wide && !before) begin(); });
    onBeforeUnmount(() => { isGone = true; watching?.disconnect(); instance.value?.dispose(); instance.value = null; });

    /** The point that is looked at, on the drawing. */
    function cursor() {
      void drawn.value;
      if (place.value < 0 || !instance.value || !option.value) return null;
      const [x, y] = toPixel(props.points.at(place.value));
      if (!Number.isFinite(x)) return null;
      return [props.points.isCloud ? null : h("i", { class: "chart-cursor", style: { left: `${x}px` } }),
        Number.isFinite(y) ? h("i", { class: "chart-point", style: { left: `${x}px`, top: `${y}px` } }) : null];
    }
    function area() {
      if (!marked.value) return null;
      const { x, y, toX, toY } = marked.value;
      const isTall = props.brush === "xy";
      return h("i", { class: "chart-marked", style: { left: `${Math.min(x, toX)}px`, width: `${Math.abs(toX - x)}px`, top: isTall ? `${Math.min(y, toY)}px` : 0, height: isTall ? `${Math.abs(toY - y)}px` : "100%" } });
    }

    return () => {
      const { points } = props;
      const said = place.value < 0 ? props.rest : points.text(place.value);
      const isRead = points?.count > 0;
      return [
        h("div", {
          ref: box, ...attrs, class: ["chart-box", attrs.class, { clouds: points?.isCloud }], ...(isRead ? {
            tabindex: 0, role: "slider", "aria-label": props.label, "aria-valuemin": 0, "aria-valuemax": Math.max(0, points.count - 1),
            "aria-valuenow": place.value < 0 ? points.count - 1 : place.value, "aria-valuetext": said || points.text(points.count - 1),
          } : { role: "img", "aria-label": props.label }),
          "aria-busy": drawn.value === 0 && !error.value, "data-series": drawn.value && option.value ? namesOf(option.value) : "", "data-drawn": drawn.value, style: { height: `${props.height}px` }, ...listens,
        }, [
          drawn.value || error.value ? null : h("div", { class: "chart-wait" }),
          h("div", { ref: paper, class: "chart-paper" }), cursor(), area(),
        ]),
        error.value ? h("div", { class: "chart-error", role: "alert" }, [h("p", error.value), button(t("error.retry"), begin)]) : null,
        isRead ? h("output", { class: "chart-says" }, said || "\u00a0") : null,
      ];
    };
  },
};

