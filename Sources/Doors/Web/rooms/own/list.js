// The reader's own layers in the list: eye, name, count, sign, opacity, order, and away with it; and what stands over the map for them.
import { h, nextTick } from "../../vendor/vue.js";
import { number, t } from "../../core/i18n.js";
import { button, iconButton } from "../../core/parts.js";
import { store } from "../../core/store.js";
import { look, moveOwn, own, removeOwn, take } from "./own.js";

const clock = (/** @type {number} */ time) => new Intl.DateTimeFormat(store.lang, { timeStyle: "short" }).format(time);

function push(/** @type {number} */ place, /** @type {number} */ by) {
  const { id } = own.layers[place];
  moveOwn(place, by);
  nextTick(() => document.getElementById(`own-${by < 0 ? "up" : "down"}-${id}`)?.focus());
}

function row(/** @type {import("./own.js").OwnLayer} */ layer, /** @type {number} */ place) {
  const { id, name } = layer;
  return h("li", { class: ["layer", { off: !layer.visible }], key: id, "data-own": id }, [
    iconButton(t(layer.visible ? "layers.hide" : "layers.show", { layer: name }), layer.visible ? "eye" : "eyeOff", () => { layer.visible = !layer.visible; }, { "aria-pressed": layer.visible }),
    h("div", { class: "layer-main" }, [
      h("details", { class: "layer-body" }, [
        h("summary", [h("span", { class: "layer-name own-name" }, name), h("span", { class: "count" }, number(layer.count, 0))]),
        h("label", { class: "slider" }, [t("layers.opacity"), h("input", { type: "range", min: 20, max: 100, step: 10, value: Math.round(layer.opacity * 100), "aria-label": t("layers.opacityOf", { layer: name }),
          onInput: (/** @type {any} */ event) => { layer.opacity = Number(event.target.value) / 100; } })]),
        h("p", { class: "quiet" }, t("own.source", { time: clock(layer.time) })),
        h("div", { class: "row" }, [button(t("own.look"), () => look(layer), { icon: "target" }), button(t("own.remove"), () => removeOwn(id), { icon: "trash", attributes: { id: `own-remove-${id}` } })])]),
      h("ul", { class: "legend-rows" }, [h("li", [h("span", { class: ["swatch", layer.kind], style: { background: layer.colour }, "aria-hidden": "true" }), t(`own.kind.${layer.kind}`)]),
        layer.skipped ? h("li", { class: "own-skipped" }, t("own.skipped", { count: number(layer.skipped, 0) })) : null,
        layer.isOutside ? h("li", { class: "own-skipped" }, t("own.outside")) : null])]),
    h("div", { class: "layer-moves" }, [
      iconButton(t("layers.up", { layer: name }), "up", () => push(place, -1), { id: `own-up-${id}`, "aria-disabled": place === 0 }),
      iconButton(t("layers.down", { layer: name }), "down", () => push(place, 1), { id: `own-down-${id}`, "aria-disabled": place === own.layers.length - 1 })]),
  ]);
}

/** The part of the list. */
export function OwnLayers() {
  return h("section", { class: "stack own", "aria-labelledby": "own-title" }, [
    h("h3", { id: "own-title" }, t("own.title")),
    h("p", { class: "quiet" }, t("own.what")),
    own.layers.length ? h("ul", { class: "own-layers" }, own.layers.map(row)) : null,
    own.error ? h("div", { class: "note bad", role: "alert" }, own.error.split("\n").map((line) => h("p", { key: line }, line))) : null,
    own.isBusy ? h("p", { class: "quiet", role: "status" }, t("loading")) : null,
    h("input", { type: "file", id: "own-file", class: "hidden", multiple: true, accept: ".geojson,.json,.csv,.tsv,.txt,.xlsx,.xlsm", tabindex: -1, "aria-label": t("own.choose"),
      onChange: (/** @type {any} */ event) => { take([...event.target.files]); event.target.value = ""; } }),
    h("div", { class: "row" }, [button(t("own.choose"), () => document.getElementById("own-file")?.click(), { icon: "plus", attributes: { id: "own-choose" } })]),
  ]);
}

/** That a file may be let go over the map, and what a picked feature says. */
export function OwnOverMap() {
  return [
    own.isOver ? h("div", { class: "own-drop", key: "drop" }, h("p", { role: "status" }, t("own.drop"))) : null,
    own.picked ? h("section", { class: "own-card", key: "card", "aria-label": own.picked.name }, [
      h("header", [h("h3", own.picked.name), iconButton(t("dialog.close"), "close", () => { own.picked = null; })]),
      own.picked.rows.length ? h("dl", { class: "pairs" }, own.picked.rows.map(([name, value]) => h("div", { key: name }, [h("dt", name), h("dd", value)]))) : h("p", { class: "quiet" }, t("own.noProperties"))]) : null,
  ];
}
