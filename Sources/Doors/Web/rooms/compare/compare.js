// Comparing: one map, two over one another or two beside each other. Each side shows its own field, values and moment.
import { watch } from "../../vendor/vue.js";
import { announce, store } from "../../core/store.js";
import { fieldTitle, t } from "../../core/i18n.js";
import { moment } from "../map/clock.js";
import { choose } from "../runs/runs.js";
import { WAYS } from "./address.js";
import { arrange } from "./second.js";
import "./values.js";

/** Whether there is something to compare: a field on a map that could be drawn. */
export const isOffered = () => Boolean(store.mapReady && !store.mapError && store.run && store.shown && store.field);

/** What the page's map showed before two were compared, and what it was made to show instead. @type {{mode: any, instead: string}|null} */
let before = null;

/** Shows one map or two. */
export function compare(/** @type {string} */ way) {
  const { compare: now, shown } = store;
  if (way === now.way || (way && !isOffered())) return;
  if (!arrange(way, true)) { announce(t("compare.failed")); return; }
  if (way && !now.way) {
    before = null;
    // A side that shows what the other does, or the difference itself, leaves nothing to compare.
    if (!now.name && (shown.mode === "change" || shown.mode === now.mode)) {
      const instead = now.mode === "scenario" ? "baseline" : "scenario";
      before = { mode: shown.mode, instead };
      choose(shown.name, instead);
    }
    shrinkSheet();
  }
  now.way = way;
  if (!way && before && store.shown?.mode === before.instead) choose(store.shown.name, before.mode);
  announce(way ? t(`compare.begun.${way}`, { one: sideTitle("second"), other: sideTitle("first") }) : t("compare.ended"));
}

/** One map, over one another, beside each other, and round again. */
export const turn = () => compare(["", ...WAYS][(["", ...WAYS].indexOf(store.compare.way) + 1) % (WAYS.length + 1)]);

/** Back to one map; whether there were two. */
export function leave() {
  if (!store.compare.way) return false;
  const hadFocus = document.activeElement?.closest(".compare");
  const button = document.getElementById(`compare-${store.compare.way}`);
  compare("");
  // What had the focus is gone.
  if (hadFocus) button?.focus();
  return true;
}

/** Compares as an address tells. */
export function restore(/** @type {any} */ wanted) {
  if (!wanted || !store.run || !store.shown || store.mapError || !arrange(wanted.way, false)) return;
  before = null;
  Object.assign(store.compare, wanted);
  shrinkSheet();
}

/** On a phone two maps need the room of the sheet. */
function shrinkSheet() { if (matchMedia("(max-width: 759px)").matches) store.sheet = "low"; }

/** The values a side shows. */
export const modeOf = (/** @type {"first"|"second"} */ side) => (side === "second" ? store.compare.mode : store.shown?.mode ?? "change");

/** The field a side shows; nothing while it is on its way. */
export const fieldOf = (/** @type {"first"|"second"} */ side) => (side === "second" ? store.compare.field : store.field);

/** What a side shows, in a few words: the scenario by its title. */
export function sideTitle(/** @type {"first"|"second"} */ side) {
  const mode = modeOf(side);
  if (mode === "baseline") return t("shown.baseline");
  return mode === "change" ? t("compare.change", { scenario: store.run.scenario }) : store.run.scenario;
}

/** The field of a side and its moment. */
export function sideDetail(/** @type {"first"|"second"} */ side) {
  const field = fieldOf(side);
  if (!field) return "";
  return [fieldTitle(field), field.times.length > 1 ? moment(field.times[field.moment], field.model) : ""].filter(Boolean).join(", ");
}

// Without a field there is nothing to compare any more; another run has other fields.
watch(() => Boolean(store.run && store.shown), (isThere) => { if (!isThere && store.compare.way) compare(""); });
watch(() => store.run?.run, (now, was) => { if (was && now) Object.assign(store.compare, { name: "", mode: "baseline", time: null }); });
