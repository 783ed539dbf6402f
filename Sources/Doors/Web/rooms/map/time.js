// One slider for every field that has several moments: the hour, a handle, and a button that lets time pass.
import { h } from "../../vendor/vue.js";
import { store } from "../../core/store.js";
import { t } from "../../core/i18n.js";
import { iconButton } from "../../core/parts.js";
import { goTo } from "../runs/runs.js";
import { hour, moment, twoLines } from "./clock.js";

/** How long a moment stays when time passes, in milliseconds. */
const STAY = 450;

/** Whether there is time to move in. */
export const hasTime = () => Boolean(store.shown && store.field?.times.length > 1);

/** Lets time pass, or stops it; from the last moment it begins again. */
export function play() {
  if (store.playing || !hasTime()) { store.playing = false; return; }
  store.playing = true;
  pass();
}

async function pass() {
  while (store.playing && hasTime()) {
    const { field } = store;
    const began = performance.now();
    await goTo((field.moment + 1) % field.times.length);
    if (store.fieldError || document.hidden) break;
    await new Promise((resolve) => { setTimeout(resolve, Math.max(60, STAY - (performance.now() - began))); });
  }
  store.playing = false;
}

/** A step back or forth. */
export function step(/** @type {number} */ by) {
  if (!hasTime()) return;
  store.playing = false;
  goTo(Math.min(store.field.times.length - 1, Math.max(0, store.field.moment + by)));
}

function now(/** @type {number} */ time, /** @type {number} */ start) {
  const [clock, after] = twoLines(time, start);
  return [h("b", clock), after ? h("small", after) : null];
}

export function Time() {
  if (!hasTime()) return null;
  const { times } = store.field;
  // The handle stands where it was put, even before that moment is here.
  const wanted = store.time === null ? -1 : times.indexOf(store.time);
  const place = wanted < 0 ? store.field.moment : wanted;
  return h("section", { class: "time", "aria-label": t("time.label") }, [
    iconButton(t(store.playing ? "time.pause" : "time.play"), store.playing ? "pause" : "play", play),
    h("div", { class: "time-track" }, [
      h("input", { type: "range", id: "time", min: 0, max: times.length - 1, step: 1, value: place, "aria-label": t("time.moment"), "aria-valuetext": moment(times[place]),
        onInput: (/** @type {any} */ event) => { store.playing = false; goTo(Number(event.target.value)); },
        onKeydown: (/** @type {KeyboardEvent} */ event) => { if (event.key === " ") { event.preventDefault(); play(); } } }),
      h("div", { class: "time-ends", "aria-hidden": "true" }, [h("span", hour(times[0])), h("span", hour(times[times.length - 1]))])]),
    h("output", { class: "time-now", for: "time" }, now(times[place], times[0])),
  ]);
}
