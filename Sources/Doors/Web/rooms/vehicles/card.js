// The card of the vehicles beside the map: they drive or stand, how fast time passes, and what their colours mean.
import { h } from "../../vendor/vue.js";
import { store } from "../../core/store.js";
import { number, t } from "../../core/i18n.js";
import { iconButton } from "../../core/parts.js";
import { hourOfDay } from "../map/clock.js";
import { drive, motion, pace, SPEEDS } from "./motion.js";
import { vehicleLines } from "./row.js";

/** Drawn apart from the page around it, since it tells the moment twice a second. */
export const VehicleCard = { render: () => card() };

function card() {
  if (!motion.isOffered || !store.vehicles.visible) return null;
  const choice = (/** @type {string} */ id, /** @type {string} */ word, /** @type {any} */ value, /** @type {[any, string][]} */ all, /** @type {(value: string) => void} */ act) =>
    h("label", { class: "vehicles-choice" }, [h("span", { class: "hidden" }, t(word)),
      h("select", { id, value, onChange: (/** @type {any} */ event) => act(event.target.value) }, all.map(([one, text]) => h("option", { value: one }, text)))]);
  return h("section", { class: "vehicles", "aria-label": t("layer.vehicles") }, [
    h("div", { class: "vehicles-row" }, [
      iconButton(t(motion.isRunning ? "vehicles.pause" : "vehicles.play"), motion.isRunning ? "pause" : "play", () => drive(), { id: "vehicles-play", "aria-pressed": motion.isRunning }),
      h("p", { class: "vehicles-now" }, [h("b", hourOfDay(motion.told)), h("span", t("vehicles.count", { count: number(motion.count * motion.every, 0) }))]),
      choice("vehicles-speed", "vehicles.speed", motion.speed, SPEEDS.map(({ speed }) => [speed, `${speed}×`]), (value) => pace(Number(value))),
      choice("vehicles-by", "vehicles.by", motion.by, [["class", t("vehicles.byClass")], ["pace", t("vehicles.byPace")]], (value) => { motion.by = /** @type {any} */ (value); }),
    ]),
    h("ul", { class: "vehicles-signs" }, vehicleLines().map(({ colour, text }) => h("li", { key: text }, [h("i", { style: { background: colour }, "aria-hidden": "true" }), text]))),
    h("p", { class: "quiet" }, [t("vehicles.modelled"), motion.every > 1 ? ` ${t("vehicles.every", { count: number(motion.every, 0) })}` : ""]),
    motion.error ? h("p", { class: "bad", role: "alert" }, motion.error) : null,
  ]);
}
