// The row of the vehicles in the list of layers: eye, number, opacity, what the colours mean, and whose they are.
import { h } from "../../vendor/vue.js";
import { store } from "../../core/store.js";
import { number, t } from "../../core/i18n.js";
import { iconButton } from "../../core/parts.js";
import { theme } from "../map/map.js";
import { CLASSES, inks, PACES } from "./colours.js";
import { motion } from "./motion.js";

/** The signs of the legend: colour and word; none where there is no vehicle to be seen. @returns {{form: "point", colour: string, text: string}[]} */
export const vehicleLines = () => (!motion.isOffered || !store.vehicles.visible ? [] : (motion.by === "class" ? CLASSES.slice(0, 4) : PACES)
  .map((name, place) => ({ form: "point", colour: inks(motion.by, theme())[place], text: t(motion.by === "class" ? `vehicle.${name}` : `vehicles.${name}`) })));

/** The row; nothing where no run with vehicles is shown. */
export function VehicleRow() {
  if (!motion.isOffered) return null;
  const state = store.vehicles;
  const name = t("layer.vehicles");
  return h("ul", { class: "layers fixed" }, [h("li", { class: ["layer", { off: !state.visible }], "data-layer": "vehicles" }, [
    iconButton(t(state.visible ? "layers.hide" : "layers.show", { layer: name }), state.visible ? "eye" : "eyeOff", () => { state.visible = !state.visible; }, { "aria-pressed": state.visible }),
    h("div", { class: "layer-main" }, [
      h("details", { class: "layer-body" }, [
        h("summary", [h("span", { class: "layer-name" }, name), h("span", { class: "count" }, number(motion.count * motion.every, 0))]),
        h("label", { class: "slider" }, [t("layers.opacity"),
          h("input", { type: "range", min: 20, max: 100, step: 10, value: Math.round(state.opacity * 100), "aria-label": t("layers.opacityOf", { layer: name }),
            onInput: (/** @type {any} */ event) => { state.opacity = Number(event.target.value) / 100; } })]),
        h("p", { class: "quiet" }, [t("layers.source"), " ", t("vehicles.modelled")])]),
      h("ul", { class: "legend-rows" }, vehicleLines().map(({ form, colour, text }) =>
        h("li", { key: text }, [h("span", { class: ["swatch", form], style: { background: colour }, "aria-hidden": "true" }), text])))]),
  ])]);
}
