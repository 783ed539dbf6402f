// The legend of the field on the map, always with its unit, "no data" and how far it may be trusted.
import { h } from "../../vendor/vue.js";
import { store } from "../../core/store.js";
import { NO_DATA, turnedColours } from "../../core/colours.js";
import { difference, fieldTitle, number, t, unit } from "../../core/i18n.js";
import { iconButton, verdictStrip } from "../../core/parts.js";
import { Balance } from "../runs/balance.js";
import { verdictsOf } from "../runs/results.js";
import { picture } from "./field.js";
import { theme } from "./map.js";

/** The values of a class in words. */
export function rangeText(/** @type {{colours: string[], bounds: number[], who?: any[], isChange?: boolean}} */ scale, /** @type {number} */ place, /** @type {string} */ mode) {
  const isChange = mode === "change" || scale.isChange;
  const say = (/** @type {number} */ value) => (isChange ? difference(value, 2) : number(value, 2));
  const { bounds } = scale;
  if (bounds.length === 0) return t("legend.any");
  if (scale.who?.[place]) {
    const who = scale.who[place].map((/** @type {string} */ name) => t(`vehicle.${name}`)).join(", ");
    const isFirst = !scale.who[place - 1]?.length;
    return who ? t(isFirst ? "closed.to" : "closed.and", { who }) : t("closed.passable");
  }
  if (isChange && bounds[place - 1] < 0 && bounds[place] > 0) return t("legend.same");
  if (place === 0) return `< ${say(bounds[0])}`;
  if (place === bounds.length) return `≥ ${say(bounds[place - 1])}`;
  return `${say(bounds[place - 1])} – ${say(bounds[place])}`;
}

/** The lines of the legend of what is shown, the greatest first. @returns {{colour: string, text: string}[]} */
export function legendLines(/** @type {NonNullable<ReturnType<typeof picture>>} */ { field, mode, scale, turned, directions, values }) {
  const hows = new Set(turned.values());
  const isGrid = field.carrier === "grid";
  const turnedLine = (/** @type {"lost"|"gained"} */ how) => (hows.has(how) ? [{ colour: turnedColours(field)[how], text: t(`${isGrid ? "grid" : directions ? "street" : "access"}.${how}`) }] : []);
  return [
    ...turnedLine("lost"),
    ...scale.colours.map((colour, place) => ({ colour, text: rangeText(scale, place, mode) })).filter(({ colour }) => colour !== "transparent").reverse(),
    ...turnedLine("gained"),
    ...(field.carrier === "zones" && values.some((value, row) => Number.isNaN(value) && !turned.has(row)) ? [{ colour: NO_DATA[theme()], text: t("field.none") }] : []),
  ];
}

export function Legend() {
  const now = picture();
  if (!now) return store.shown ? Balance() : null;
  const { field, mode } = now;
  const entry = (/** @type {string} */ colour, /** @type {string} */ text) => h("li", { key: text }, [h("i", { style: { background: colour }, "aria-hidden": "true" }), text]);
  return h("section", { class: "legend", "aria-label": t("legend.label") }, [
    h("header", [h("div", [h("b", fieldTitle(field)), h("span", [t(`shown.${mode}`), unit(field.unit)].filter(Boolean).join(", "))]),
      iconButton(t("legend.close"), "close", () => { store.shown = null; store.field = null; store.probe = null; })]),
    h("ul", legendLines(now).map(({ colour, text }) => entry(colour, text))),
    field.carrier === "buildings" && store.view && store.view.zoom < 12.5 ? h("p", { class: "quiet" }, t("legend.nearer")) : null,
    verdictStrip(verdictsOf([field.model])),
    Balance(),
  ]);
}
