// A thing: where it is, its streams with their last values, their age and what is doubtful, and a chart of each over one common time.
import { h, onBeforeUnmount, onMounted, watch } from "../../vendor/vue.js";
import { store } from "../../core/store.js";
import { t } from "../../core/i18n.js";
import { iconButton } from "../../core/parts.js";
import { live, load, things } from "./desk.js";
import { agoText, doubts, isLate, propertyText, valueText } from "./reading.js";
import { known } from "../how/ask.js";
import { flyTo } from "../map/map.js";
import { AsOf } from "./asof.js";
import { loadLimits } from "./limits.js";
import { close, open, pan, pass, show, span, zoom } from "./series.js";
import { Plot } from "./plot.js";
import { shape } from "./now.js";
import { moment, rangeText } from "./when.js";

const DAY = 86_400_000;
const RANGES = { hour: 3_600_000, day: DAY, week: 7 * DAY, month: 30 * DAY, year: 365 * DAY, all: 5 * 365 * DAY };
/** Charts that stand at once; a thing with more is opened chart by chart. */
const CHARTS = 8;

function back() {
  const left = store.thing;
  store.thing = null;
  requestAnimationFrame(() => {
    const stream = things.get(/** @type {number} */ (left))?.streams[0]?.id;
    (document.querySelector(`.now-row [data-stream="${stream}"]`) ?? document.getElementById("live-title"))?.focus({ preventScroll: true });
  });
}

function tools() {
  const length = span.to - span.from;
  return h("div", { class: "plot-tools" }, [
    h("div", { class: "segmented", role: "group", "aria-label": t("thing.range") }, Object.entries(RANGES).map(([name, wanted]) =>
      h("button", { type: "button", key: name, "aria-pressed": span.isFollowing && Math.abs(length / wanted - 1) < 0.02, onClick: () => show(wanted) }, t(`thing.range.${name}`)))),
    h("div", { class: "plot-moves" }, [
      h("output", { class: "quiet plot-range" }, rangeText(span.from, span.to)),
      h("div", { class: "plot-buttons", role: "group", "aria-label": t("thing.range") }, [
        iconButton(t("thing.earlier"), "back", () => pan(-0.5)), iconButton(t("thing.later"), "forth", () => pan(0.5), { disabled: span.isFollowing }),
        iconButton(t("thing.farther"), "minus", () => zoom(2)), iconButton(t("thing.nearer"), "plus", () => zoom(0.5))])]),
    h("p", { class: "hidden", id: "plot-how" }, t("thing.how")),
  ]);
}

function streamOf(/** @type {import("./desk.js").Stream} */ one, /** @type {boolean} */ hasChart) {
  const late = isLate(one, live.now);
  const doubtful = doubts(one.quality);
  return h("article", { class: "stream", key: one.id, "aria-label": one.name }, [
    h("header", [shape(one.property, late), h("h3", propertyText(one.property)), h("b", { class: ["stream-value", { late }] }, known(`stream:${one.id}`, valueText(one.value, one.unit)))]),
    h("p", { class: "quiet stream-age" }, [late && one.time !== null ? h("span", { class: "flag late" }, t("live.late")) : null, h("span", one.time === null ? "" : moment(one.time)), h("span", ` (${agoText(one.time, live.now)})`)]),
    ...doubtful.map(({ text }) => h("p", { class: "stream-doubt", key: text }, [h("span", { class: "flag doubtful" }, `⚠ ${t("live.doubtful")}`), " ", text])),
    hasChart ? h(Plot, { stream: one }) : h("details", { class: "more" }, [h("summary", t("chart.table")), h(Plot, { stream: one })]),
  ]);
}

export const Thing = {
  setup() {
    const id = /** @type {number} */ (store.thing);
    open(things.get(id)?.streams.map((one) => one.id) ?? []);
    // A stream may join its thing while one looks at it.
    watch(() => live.shape, () => {
      const now = things.get(id)?.streams.map((one) => one.id) ?? [];
      if (now.join() !== shownIds) { shownIds = now.join(); open(now); }
    });
    let shownIds = things.get(id)?.streams.map((one) => one.id).join() ?? "";
    loadLimits();
    const passing = setInterval(pass, 1000);
    onMounted(() => document.getElementById("thing-title")?.focus({ preventScroll: true }));
    onBeforeUnmount(() => { clearInterval(passing); close(); });
    return () => {
      void live.version;
      const thing = things.get(id);
      if (!thing) return null;
      return h("section", { class: "thing", "aria-labelledby": "thing-title" }, [
        h("div", { class: "thing-head" }, [
          h("div", { class: "thing-top" }, [
            h("button", { type: "button", class: "link", onClick: back }, `‹ ${t("thing.back")}`),
            thing.place ? iconButton(t("live.showOnMap"), "target", () => flyTo(/** @type {number[]} */ (thing.place), 16.5)) : h("span", { class: "quiet" }, t("thing.noPlace"))]),
          h("h2", { id: "thing-title", tabindex: -1 }, thing.name)]),
        AsOf(load),
        tools(),
        ...thing.streams.map((one, place) => streamOf(one, place < CHARTS)),
        h("p", { class: "quiet" }, t("thing.how"))]);
    };
  },
};
