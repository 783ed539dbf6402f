// What lies above the layers of the city and has no place in their order: the field of a run, and the sensors. Eye, number or unit, opacity,
// legend, and where it comes from.
import { h } from "../../vendor/vue.js";
import { store } from "../../core/store.js";
import { here } from "../../core/fetched.js";
import { fieldTitle, number, t, unit, word } from "../../core/i18n.js";
import { iconButton } from "../../core/parts.js";
import { askButton } from "../how/ask.js";

/** A row with its eye. */
const row = (/** @type {{id: string, name: string, count: any, isVisible: boolean, toggle: () => void}} */ { id, name, count, isVisible, toggle }, /** @type {any[]} */ body, /** @type {any} */ legend) =>
  h("li", { class: ["layer", { off: !isVisible }], key: id, "data-layer": id }, [
    iconButton(t(isVisible ? "layers.hide" : "layers.show", { layer: name }), isVisible ? "eye" : "eyeOff", toggle, { "aria-pressed": isVisible }),
    h("div", { class: "layer-main" }, [
      h("details", { class: "layer-body" }, [h("summary", [h("span", { class: "layer-name" }, name), h("span", { class: "count" }, count)]), ...body]),
      isVisible ? legend : null])]);

/** The field of the run at hand; nothing where none is shown. */
function fieldRow() {
  const now = here.runs?.picture();
  if (!now || !store.run) return null;
  const { field } = now;
  const state = store.fieldLayer;
  const name = fieldTitle(field);
  const measure = unit(field.unit);
  return row({ id: "field", name, count: measure || t(`shown.${now.mode}`), isVisible: state.visible, toggle: () => { state.visible = !state.visible; } }, [
    h("label", { class: "slider" }, [t("layers.opacity"),
      h("input", { type: "range", min: 20, max: 100, step: 10, value: Math.round(state.opacity * 100), "aria-label": t("layers.opacityOf", { layer: name }),
        onInput: (/** @type {any} */ event) => { state.opacity = Number(event.target.value) / 100; } })]),
    h("p", { class: "quiet" }, [t("layers.source"), " ", word(`model.${field.model}`, field.model), ` · ${t(`shown.${now.mode}`)} · ${t("results.run")} ${store.run.run.slice(0, 12)} `, askButton(`field:${field.name}`, name)]),
  ], h("ul", { class: "legend-rows" }, here.runs.legendLines(now).map((/** @type {any} */ { colour, text }) =>
    h("li", { key: text }, [h("span", { class: "swatch area", style: { background: colour }, "aria-hidden": "true" }), measure ? `${text} ${measure}` : text]))));
}

/** The sensors; nothing where the city has none. */
function sensorRow() {
  const { live, things } = here.live ?? {};
  if (!live?.isOffered || things.size === 0) return null;
  const newest = Math.max(...[...things.values()].flatMap((/** @type {any} */ thing) => thing.streams.map((/** @type {any} */ one) => one.time ?? -Infinity)));
  const age = Number.isFinite(newest) ? t("layers.newest", { time: new Intl.DateTimeFormat(store.lang, { dateStyle: "medium", timeStyle: "short" }).format(newest) }) : t("layers.noValue");
  return row({ id: "sensors", name: t("layer.sensors"), count: number(things.size, 0), isVisible: live.isOnMap, toggle: () => { live.isOnMap = !live.isOnMap; } }, [
    h("p", { class: "quiet" }, `${age}. ${t("layers.sensorsSource")}`)], h("p", { class: "quiet" }, t(store.shown && store.panel !== "live" ? "layers.sensorsCovered" : "layers.sensorsUnits")));
}

/** The rows above all others. */
export function Above() {
  const rows = [sensorRow(), fieldRow()].filter(Boolean);
  return rows.length ? h("ul", { class: "layers fixed" }, rows) : null;
}
