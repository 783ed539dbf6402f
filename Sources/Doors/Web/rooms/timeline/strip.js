// The timeline at the bottom of the map: past, now, and the moments of the run; a handle, play and its speed, and whether it is live.
import { h, onMounted, onBeforeUnmount, ref } from "../../vendor/vue.js";
import { store } from "../../core/store.js";
import { number, t } from "../../core/i18n.js";
import { iconButton } from "../../core/parts.js";
import { ticks } from "../live/when.js";
import { hourOfDay, isDated, hour, moment, twoLines } from "../map/clock.js";
import { WINDOWS } from "./axis.js";
import { LiveBadge } from "./badge.js";
import { fieldOnLine, goToPlace, hasLive, hasTime, line, place, play, points, prepare, span, SPEEDS, toNow } from "./timeline.js";

export { play, step, toNow } from "./timeline.js";

const HALF_A_DAY = 43_200_000;

/** An hour beside others, of the field on the line. */
const hourOf = (/** @type {number} */ time) => (!isDated(time) && fieldOnLine()?.model === "traffic" ? hourOfDay(time) : hour(time));

/** What the run's zone is: a forecast where its moments go on from now, else something supposed. */
export function runZone(/** @type {number[]} */ times, /** @type {number|null} */ now) {
  const isForecast = now !== null && times.length > 0 && isDated(times[0]) && times[0] > now - HALF_A_DAY && times[times.length - 1] > now;
  return isForecast ? "forecast" : "run";
}

/** The moment of a place, said in full. */
function told(/** @type {import("./axis.js").Point} */ point) {
  if (point.zone === "now") return t("timeline.now");
  return point.zone === "past" ? moment(store.asOf ?? point.time) : moment(point.time, fieldOnLine()?.model);
}

function output(/** @type {import("./axis.js").Point} */ point, /** @type {string} */ zone) {
  if (point.zone !== "run") return [h("b", told(point)), h("small", point.zone === "now" ? hour(point.time) : t(`timeline.zone.${zone}`))];
  const [clock, after] = twoLines(point.time, fieldOnLine().times[0]);
  return [h("b", clock), after ? h("small", after) : null];
}

/** Words under the line, none too near to another: where they stand, from 0 to 1. */
function marks(/** @type {import("./axis.js").Point[]} */ all) {
  const last = Math.max(1, all.length - 1);
  const now = all.findIndex((one) => one.zone === "now");
  const run = all.findIndex((one) => one.zone === "run");
  const wanted = [];
  if (now >= 0) wanted.push({ at: now / last, text: t("timeline.now") });
  if (run >= 0) wanted.push({ at: run / last, text: hourOf(all[run].time) }, { at: 1, text: hourOf(all[last].time) });
  if (now > 0) {
    const [from, to] = [all[0].time, all[now].time];
    for (const { time, text } of ticks(from, to, 5)) wanted.push({ at: ((time - from) / (to - from)) * (now / last), text });
  }
  const found = /** @type {typeof wanted} */ ([]);
  for (const one of wanted) if (found.every((other) => Math.abs(other.at - one.at) > 0.11)) found.push(one);
  return found;
}

function zones(/** @type {import("./axis.js").Point[]} */ all, /** @type {string} */ run) {
  const last = Math.max(1, all.length - 1);
  const now = all.findIndex((one) => one.zone === "now");
  const first = all.findIndex((one) => one.zone === "run");
  const zone = (/** @type {string} */ name, /** @type {number} */ from, /** @type {number} */ to) => h("span", { class: ["zone", name], key: name, style: { left: `${from * 100}%`, width: `${(to - from) * 100}%` } });
  return h("div", { class: "time-zones", "aria-hidden": "true" }, [
    now > 0 ? zone("past", 0, now / last) : null,
    first >= 0 ? zone(run, Math.max(0, now < 0 ? 0 : (first - 0.5) / last), 1) : null,
    now >= 0 ? h("i", { class: "now-line", style: { left: `${(now / last) * 100}%` } }) : null]);
}

function tools() {
  const next = SPEEDS[(SPEEDS.indexOf(line.speed) + 1) % SPEEDS.length];
  const speed = h("button", { type: "button", class: "time-speed", id: "time-speed", title: t("timeline.speed", { speed: number(line.speed, 0) }), "aria-label": t("timeline.speed", { speed: number(line.speed, 0) }),
    onClick: () => { line.speed = next; } }, `${number(line.speed, 0)}×`);
  const back = hasLive() ? h("select", { id: "time-window", class: "time-window", "aria-label": t("timeline.window"), value: span().name, onChange: (/** @type {any} */ event) => { line.window = event.target.value; } },
    WINDOWS.map(({ name }) => h("option", { value: name, key: name }, t(`timeline.window.${name}`)))) : null;
  return [speed, back];
}

/** Keys on the handle: Home is now, whatever stands at the line's beginning. */
function keys(/** @type {KeyboardEvent} */ event) {
  if (event.key === " ") { event.preventDefault(); play(); }
  if (event.key === "Home" && hasLive()) { event.preventDefault(); toNow(); }
}

export const Timeline = {
  setup() {
    // Legend and buttons stand above the strip, however tall it is.
    const strip = ref(/** @type {HTMLElement|null} */ (null));
    const watcher = new ResizeObserver(() => tell());
    const tell = () => document.documentElement.style.setProperty("--strip", strip.value ? `${strip.value.offsetHeight + 12}px` : "0px");
    onMounted(() => { watcher.observe(document.body); tell(); });
    onBeforeUnmount(() => watcher.disconnect());
    const put = (/** @type {any} */ element) => {
      if (element === strip.value) return;
      if (strip.value) watcher.unobserve(strip.value);
      strip.value = element;
      if (element) watcher.observe(element); else tell();
    };
    return () => {
      if (!hasTime()) return null;
      const all = points();
      const at = Math.max(0, place(all));
      const now = all.find((one) => one.zone === "now")?.time ?? null;
      const run = runZone(fieldOnLine()?.times ?? [], now);
      const zone = all[at].zone === "run" ? run : all[at].zone;
      // On a phone the map needs the room where nobody asks after another time.
      const isIdle = zone === "now" && !fieldOnLine() && store.panel !== "live";
      return h("section", { class: ["time", `in-${zone}`, { idle: isIdle }], ref: put, "aria-label": t("time.label"), "data-zone": zone }, [
        h("div", { class: "time-tools" }, [iconButton(t(store.playing ? "time.pause" : "time.play"), store.playing ? "pause" : "play", play, { id: "time-play" }), ...tools()]),
        h("div", { class: "time-track", onPointerenter: prepare, onFocusin: prepare }, [
          zones(all, run),
          h("input", { type: "range", id: "time", min: 0, max: all.length - 1, step: 1, value: at, "aria-label": t("time.moment"),
            "aria-valuetext": zone === "now" ? told(all[at]) : `${told(all[at])}, ${t(`timeline.zone.${zone}`)}`,
            onInput: (/** @type {any} */ event) => { store.playing = false; goToPlace(Number(event.target.value)); }, onKeydown: keys }),
          h("div", { class: "time-ends", "aria-hidden": "true" }, marks(all).map(({ at: share, text }) => h("span", { key: share, style: { left: `${share * 100}%` } }, text)))]),
        h("output", { class: "time-now", for: "time" }, output(all[at], zone)),
        LiveBadge(),
      ]);
    };
  },
};
