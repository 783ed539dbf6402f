// What stands on the two maps: the divider between them, and on each side a heading that says what it shows and opens to choose something else.
import { h } from "../../vendor/vue.js";
import { store } from "../../core/store.js";
import { fieldTitle, t, word } from "../../core/i18n.js";
import { errorNote, iconButton } from "../../core/parts.js";
import { moment } from "../map/clock.js";
import { choose, isOnMap } from "../runs/runs.js";
import { WAYS } from "./address.js";
import { compare, isOffered, leave, modeOf, sideDetail, sideTitle, turn } from "./compare.js";
import { sideName } from "./second.js";
import { loadAgain } from "./values.js";

const MODES = ["baseline", "scenario", "change"];

/** The buttons of the map that put two maps up, and pressed again take one away. */
export const CompareButtons = () => (isOffered() || store.compare.way ? WAYS.map((way) =>
  iconButton(t(`compare.${way}`), way, () => { store.isMore = false; if (store.compare.way === way) leave(); else compare(way); },
    { id: `compare-${way}`, key: way, "aria-pressed": store.compare.way === way })) : []);

/** Half of the divider's handle, in pixels: it stays on the map at both ends. */
const HANDLE = 22;

/** Puts the divider where the pointer is. */
function drag(/** @type {PointerEvent} */ event) {
  const line = /** @type {HTMLElement} */ (event.currentTarget);
  if (event.type === "pointerdown") { line.setPointerCapture(event.pointerId); event.preventDefault(); }
  if (!line.hasPointerCapture(event.pointerId)) return;
  const { left, width } = /** @type {HTMLElement} */ (document.getElementById("compare-at")).getBoundingClientRect();
  store.compare.at = Math.min(1, Math.max(0, (event.clientX - left - HANDLE) / (width - 2 * HANDLE)));
}

/** Inputs keep keys to themselves, but these two are the map's. */
function keys(/** @type {KeyboardEvent} */ event) {
  const isTurn = event.key.toLowerCase() === "c" && !event.ctrlKey && !event.metaKey && !event.altKey;
  if (!isTurn && event.key !== "Escape") return;
  event.stopPropagation();
  if (isTurn) turn(); else leave();
  if (store.compare.way) document.getElementById(`compare-${store.compare.way}`)?.focus();
}

function divider() {
  const percent = Math.round(store.compare.at * 100);
  return [
    h("div", { class: "compare-line", key: "line", "aria-hidden": "true", onPointerdown: drag, onPointermove: drag }),
    h("input", { class: "compare-at", key: "at", id: "compare-at", type: "range", min: 0, max: 100, step: 1, value: percent,
      "aria-label": t("compare.divider"), "aria-valuetext": t("compare.divided", { percent }),
      onInput: (/** @type {any} */ event) => { store.compare.at = Number(event.target.value) / 100; }, onKeydown: keys }),
  ];
}

function chooseField(/** @type {"first"|"second"} */ side, /** @type {string} */ name) {
  if (side === "second") store.compare.name = name;
  else choose(name, /** @type {any} */ (modeOf("first")));
}

function chooseMode(/** @type {"first"|"second"} */ side, /** @type {any} */ mode) {
  if (side === "second") store.compare.mode = mode;
  else choose(store.shown.name, mode);
}

function fields(/** @type {"first"|"second"} */ side) {
  const all = store.run.fields.filter(isOnMap);
  const models = [...new Set(all.map((/** @type {any} */ one) => one.model))];
  const id = `compare-field-${side}`;
  return h("div", { class: "stack tight" }, [
    h("label", { for: id }, t("compare.field")),
    h("select", { id, value: side === "second" ? store.compare.name : store.shown.name, onChange: (/** @type {any} */ event) => chooseField(side, event.target.value) }, [
      side === "second" ? h("option", { value: "" }, t("compare.sameField")) : null,
      ...models.map((model) => h("optgroup", { key: model, label: word(`model.${model}`, model) },
        all.filter((/** @type {any} */ one) => one.model === model).map((/** @type {any} */ one) => h("option", { value: one.name }, fieldTitle(one)))))])]);
}

/** The moment of the second side: the page's, or its own. The first side's is moved by the page's own slider. */
function moments() {
  const { compare: now, field } = store;
  const own = now.field;
  if (!own || !field || (own.times.length < 2 && now.time === null)) return null;
  // The handle stands where it was put, even before that moment is here.
  const wanted = own.times.indexOf(now.time);
  const place = wanted < 0 ? own.moment : wanted;
  const said = moment(own.times[place], own.model);
  return [
    h("label", { class: "check" }, [h("input", { type: "checkbox", id: "compare-same", checked: now.time === null,
      onChange: (/** @type {any} */ event) => { now.time = event.target.checked ? null : own.times[own.moment]; } }), t("compare.sameMoment")]),
    now.time === null ? null : h("div", { class: "compare-moment" }, [
      h("input", { type: "range", id: "compare-moment", min: 0, max: own.times.length - 1, step: 1, value: place,
        "aria-label": t("compare.moment"), "aria-valuetext": said,
        onInput: (/** @type {any} */ event) => { now.time = own.times[Number(event.target.value)]; }, onKeydown: keys }),
      h("output", { for: "compare-moment" }, said)]),
  ];
}

function heading(/** @type {"first"|"second"} */ side) {
  const detail = sideDetail(side);
  return h("details", { class: ["compare-side", side], key: side }, [
    h("summary", [
      h("h2", [h("span", { class: "hidden" }, `${sideName(side)}: `), sideTitle(side)]),
      h("span", { class: "compare-detail" }, detail || t("loading"))]),
    h("div", { class: "stack compare-choices" }, [
      h("div", { class: "segmented", role: "group", "aria-label": t("results.which") }, MODES.map((mode) =>
        h("button", { type: "button", key: mode, "aria-pressed": modeOf(side) === mode, onClick: () => chooseMode(side, mode) }, t(`shown.${mode}`)))),
      fields(side),
      side === "second" ? moments() : null,
      side === "second" && store.compare.error ? errorNote(store.compare.error, loadAgain) : null]),
  ]);
}

/** What lies over the maps while two are compared. */
export function Compare() {
  const { way } = store.compare;
  if (!way || !store.run || !store.shown) return null;
  return h("section", { class: ["compare", way], "aria-label": t("compare.label") }, [
    heading("second"), heading("first"), way === "swipe" ? divider() : null]);
}
