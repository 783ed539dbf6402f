// The layers of the map: eye, name, count, legend, opacity, source with its age and licence.
import { h, nextTick, ref } from "../../vendor/vue.js";
import { LAYERS, store } from "../../core/store.js";
import { day, number, t } from "../../core/i18n.js";
import { PLACE_COLOURS } from "../../core/placecolours.js";
import { icon, iconButton } from "../../core/parts.js";
import { theme } from "../map/map.js";
import { colours } from "../map/style.js";
import { OwnLayers } from "../own/list.js";
import { VehicleRow, vehicleLines } from "../vehicles/row.js";
import { Above } from "./above.js";
import { layerOrder, moveBy, moveTo } from "./order.js";

/** What the signs of a layer mean. @returns {{form: "area"|"line"|"point"|"outline", colour: string, text: string}[]} */
export function layerLines(/** @type {string} */ id) {
  const c = colours(theme());
  const line = (/** @type {any} */ form, /** @type {string} */ colour, /** @type {string} */ word) => ({ form, colour, text: t(word) });
  return {
    places: Object.entries(PLACE_COLOURS).map(([group, colour]) => line("point", colour[theme()], `group.${group}`)),
    streets: [line("line", c.major, "legend.major"), line("line", c.street, "legend.minor"), line("line", c.path, "legend.walking")],
    buildings: [line("area", c.building, "legend.buildings")],
    zones: [line("outline", c.zone, "legend.zones")],
    assets: [line("point", c.tree, "legend.trees")],
    waterways: [line("line", c.waterLine, "legend.waterways")],
    land: [line("area", c.green, "legend.green"), line("area", c.water, "legend.water")],
    vehicles: vehicleLines(),
  }[id] ?? [];
}

const legend = (/** @type {string} */ id) => h("ul", { class: "legend-rows" }, layerLines(id).map(({ form, colour, text }) =>
  h("li", { key: text }, [h("span", { class: ["swatch", form], style: { background: colour }, "aria-hidden": "true" }), text])));

const NAMED = { land: ["land", "streets"], waterways: ["waterways", "water", "streets"], assets: ["assets", "streets"], places: ["places", "streets"], zones: ["zones", "population"] };

function sourceOf(/** @type {string} */ id) {
  const names = NAMED[id] ?? [id];
  return names.map((name) => store.city.sources.find((/** @type {any} */ one) => one.layer === name)).find(Boolean);
}

/** How old a source is, in the reader's words; nothing where its date is none. */
function age(/** @type {string} */ date) {
  const days = Math.round((Date.now() - Date.parse(date)) / 86_400_000);
  if (!Number.isFinite(days) || days < 0) return "";
  const [value, unit] = days < 60 ? [days, "day"] : days < 730 ? [Math.round(days / 30.4), "month"] : [Math.round(days / 365.25), "year"];
  return ` (${new Intl.RelativeTimeFormat(store.lang, { numeric: "auto" }).format(-value, /** @type {any} */ (unit))})`;
}

/** The layer that is dragged, and the place it would fall at. */
const dragged = ref(/** @type {{id: string, place: number}|null} */ (null));

/** Follows the pointer from a layer's grip until it is let go. */
function drag(/** @type {PointerEvent} */ event, /** @type {string} */ id) {
  if (event.button !== 0) return;
  event.preventDefault();
  const rows = [...document.querySelectorAll(".layers:not(.fixed) > .layer")].map((one) => one.getBoundingClientRect());
  const from = layerOrder().indexOf(id);
  const scroll = document.getElementById("drawer-body");
  const began = scroll?.scrollTop ?? 0;
  dragged.value = { id, place: from };
  const stop = new AbortController();
  const put = (/** @type {boolean} */ isDone) => { stop.abort(); if (isDone && dragged.value) moveTo(id, dragged.value.place); dragged.value = null; };
  addEventListener("pointermove", (move) => {
    const y = move.clientY + (scroll?.scrollTop ?? 0) - began;
    // Past the middle of another it changes places with it.
    const above = rows.filter((row, place) => place !== from && row.top + row.height / 2 < y).length;
    dragged.value = { id, place: above };
  }, { signal: stop.signal });
  addEventListener("pointerup", () => put(true), { signal: stop.signal });
  addEventListener("pointercancel", () => put(false), { signal: stop.signal });
  addEventListener("keydown", (key) => { if (key.key === "Escape") put(false); }, { signal: stop.signal });
}

/** By a button, on which the focus stays. */
function push(/** @type {string} */ id, /** @type {number} */ by) {
  moveBy(id, by);
  // Before the next key is heard: who holds Enter down moves a layer all the way.
  nextTick(() => document.getElementById(`layer-${by < 0 ? "up" : "down"}-${id}`)?.focus());
}

/** Where a dragged layer would fall: above or below a row. */
function mark(/** @type {number} */ place, /** @type {string[]} */ order) {
  if (!dragged.value) return "";
  const from = order.indexOf(dragged.value.id);
  if (place === from) return "dragged";
  return dragged.value.place === place ? (place < from ? "drop-above" : "drop-below") : "";
}

export function Layers() {
  const order = layerOrder();
  return h("section", { "aria-labelledby": "layers-title" }, [
    h("h2", { id: "layers-title" }, t("layers.title")),
    h("p", { class: "quiet wide-only" }, t("layers.order")),
    Above(),
    VehicleRow(),
    h("ul", { class: "layers" }, order.map((id, place) => {
      const { count } = /** @type {any} */ (LAYERS.find((one) => one.id === id));
      const state = store.layers[id];
      const source = sourceOf(id);
      const total = store.city.counts[count] ?? 0;
      const name = t(`layer.${id}`);
      return h("li", { class: ["layer", mark(place, order), { off: !state.visible }], key: id, "data-layer": id }, [
        iconButton(t(state.visible ? "layers.hide" : "layers.show", { layer: name }), state.visible ? "eye" : "eyeOff",
          () => { state.visible = !state.visible; }, { "aria-pressed": state.visible }),
        h("div", { class: "layer-main" }, [
          h("details", { class: "layer-body" }, [
            h("summary", [h("span", { class: "layer-name" }, name), h("span", { class: "count" }, number(total, 0))]),
            h("label", { class: "slider" }, [t("layers.opacity"),
              h("input", { type: "range", min: 20, max: 100, step: 10, value: Math.round(state.opacity * 100), "aria-label": t("layers.opacityOf", { layer: name }),
                onInput: (/** @type {any} */ event) => { state.opacity = Number(event.target.value) / 100; } })]),
            h("p", { class: "quiet" }, source
              ? [t("layers.source"), " ", source.attribution || source.file, source.licence ? ` · ${source.licence}` : "", source.date ? ` · ${day(source.date)}${age(source.date)}` : ""]
              : t("layers.noSource")),
          ]),
          total === 0 ? h("p", { class: "quiet" }, t("layers.empty")) : state.visible ? legend(id) : null]),
        h("div", { class: "layer-moves" }, [
          iconButton(t("layers.up", { layer: name }), "up", () => push(id, -1), { id: `layer-up-${id}`, "aria-disabled": place === 0 }),
          iconButton(t("layers.down", { layer: name }), "down", () => push(id, 1), { id: `layer-down-${id}`, "aria-disabled": place === order.length - 1 }),
          h("span", { class: "layer-grip", "aria-hidden": "true", onPointerdown: (/** @type {PointerEvent} */ event) => drag(event, id) }, icon("grip"))]),
      ]);
    })),
    OwnLayers(),
  ]);
}
