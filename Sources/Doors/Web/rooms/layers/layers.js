// The layers of the map: eye, name, count, legend, opacity, source with its age and licence.
import { h } from "../../vendor/vue.js";
import { LAYERS, store } from "../../core/store.js";
import { day, number, t } from "../../core/i18n.js";
import { PLACE_COLOURS } from "../../core/colours.js";
import { iconButton } from "../../core/parts.js";
import { theme } from "../map/map.js";
import { colours } from "../map/style.js";

const swatch = (/** @type {string} */ colour, /** @type {string} */ form = "area") =>
  h("span", { class: ["swatch", form], style: { background: colour }, "aria-hidden": "true" });

function legend(/** @type {string} */ id) {
  const c = colours(theme());
  const rows = {
    places: Object.entries(PLACE_COLOURS).map(([group, colour]) => [swatch(colour[theme()], "point"), t(`group.${group}`)]),
    streets: [[swatch(c.major, "line"), t("legend.major")], [swatch(c.street, "line"), t("legend.minor")], [swatch(c.path, "line"), t("legend.walking")]],
    buildings: [[swatch(c.building), t("legend.buildings")]],
    zones: [[swatch(c.zone, "outline"), t("legend.zones")]],
    assets: [[swatch(c.tree, "point"), t("legend.trees")]],
    waterways: [[swatch(c.waterLine, "line"), t("legend.waterways")]],
    land: [[swatch(c.green), t("legend.green")], [swatch(c.water), t("legend.water")]],
  }[id] ?? [];
  return h("ul", { class: "legend-rows" }, rows.map(([sign, text]) => h("li", [sign, text])));
}

const NAMED = { land: ["land", "streets"], waterways: ["waterways", "water", "streets"], assets: ["assets", "streets"], places: ["places", "streets"], zones: ["zones", "population"] };

function sourceOf(/** @type {string} */ id) {
  const names = NAMED[id] ?? [id];
  return names.map((name) => store.city.sources.find((/** @type {any} */ one) => one.layer === name)).find(Boolean);
}

export function Layers() {
  return h("section", { "aria-labelledby": "layers-title" }, [
    h("h2", { id: "layers-title" }, t("layers.title")),
    h("ul", { class: "layers" }, LAYERS.map(({ id, count }) => {
      const state = store.layers[id];
      const source = sourceOf(id);
      const total = store.city.counts[count] ?? 0;
      const name = t(`layer.${id}`);
      return h("li", { class: ["layer", { off: !state.visible }], key: id }, [
        iconButton(t(state.visible ? "layers.hide" : "layers.show", { layer: name }), state.visible ? "eye" : "eyeOff",
          () => { state.visible = !state.visible; }, { "aria-pressed": state.visible }),
        h("details", { class: "layer-body" }, [
          h("summary", [h("span", { class: "layer-name" }, name), h("span", { class: "count" }, number(total, 0))]),
          total === 0 ? h("p", { class: "quiet" }, t("layers.empty")) : legend(id),
          h("label", { class: "slider" }, [t("layers.opacity"),
            h("input", { type: "range", min: 20, max: 100, step: 10, value: Math.round(state.opacity * 100), "aria-label": t("layers.opacityOf", { layer: name }),
              onInput: (/** @type {any} */ event) => { state.opacity = Number(event.target.value) / 100; } })]),
          h("p", { class: "quiet" }, source
            ? [t("layers.source"), " ", source.attribution || source.file, source.licence ? ` · ${source.licence}` : "", source.date ? ` · ${day(source.date)}` : ""]
            : t("layers.noSource")),
        ]),
      ]);
    })),
  ]);
}
