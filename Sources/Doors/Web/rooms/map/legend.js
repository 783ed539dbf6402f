// The legend of the field on the map, always with its unit, "no data" and how far it may be trusted.
import { h } from "../../vendor/vue.js";
import { store } from "../../core/store.js";
import { NO_DATA, turnedColours } from "../../core/colours.js";
import { difference, fieldTitle, number, t, unit } from "../../core/i18n.js";
import { iconButton, verdictStrip } from "../../core/parts.js";
import { askButton } from "../how/ask.js";
import { Balance } from "../runs/balance.js";
import { verdictsOf } from "../runs/results.js";
import { sideName } from "../compare/second.js";
import { isOneScale, picture } from "./field.js";
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

/** The lines of the legend of what is shown, the greatest first; of several pictures on one scale. @returns {{colour: string, text: string}[]} */
export function legendLines(/** @type {NonNullable<ReturnType<typeof picture>>} */ now, /** @type {any[]} */ others = []) {
  const { field, mode, scale, directions } = now;
  const all = [...others, now];
  const hows = new Set(all.flatMap((one) => [...new Set(one.turned.values())]));
  const isGrid = field.carrier === "grid";
  const turnedLine = (/** @type {"lost"|"gained"} */ how) => (hows.has(how) ? [{ colour: turnedColours(field)[how], text: t(`${isGrid ? "grid" : directions ? "street" : "access"}.${how}`) }] : []);
  const isMissing = all.some((one) => one.values.some((/** @type {number} */ value, /** @type {number} */ row) => Number.isNaN(value) && !one.turned.has(row)));
  return [
    ...turnedLine("lost"),
    ...scale.colours.map((/** @type {string} */ colour, /** @type {number} */ place) => ({ colour, text: rangeText(scale, place, mode) })).filter(({ colour }) => colour !== "transparent").reverse(),
    ...turnedLine("gained"),
    ...(field.carrier === "zones" && isMissing ? [{ colour: NO_DATA[theme()], text: t("field.none") }] : []),
  ];
}

/** The legend of the map, and of the second one where it is on another scale. */
export function Legend() {
  const now = picture();
  if (!now) return store.shown ? Balance() : null;
  const other = picture("second");
  if (!other) return legend(now);
  return isOneScale() ? legend(now, [other]) : [legend(other, [], "second"), legend(now, [], "first")];
}

function legend(/** @type {any} */ now, /** @type {any[]} */ others = [], /** @type {""|"first"|"second"} */ side = "") {
  const { field } = now;
  const modes = [...new Set([...others, now].map((one) => t(`shown.${one.mode}`)))].join(" | ");
  const entry = (/** @type {string} */ colour, /** @type {string} */ text) => h("li", { key: text }, [h("i", { style: { background: colour }, "aria-hidden": "true" }), text]);
  const label = side ? `${t("legend.label")}, ${sideName(side)}` : t("legend.label");
  return h("section", { class: ["legend", side ? "half" : "", side], "aria-label": label, key: side }, [
    h("header", [h("div", [side ? h("span", { class: "legend-side" }, sideName(side)) : null, h("b", fieldTitle(field)), h("span", [modes, unit(field.unit)].filter(Boolean).join(", "))]),
      askButton(`field:${field.name}`, fieldTitle(field)),
      side === "second" ? null : iconButton(t("legend.close"), "close", () => { store.shown = null; store.field = null; store.probe = null; })]),
    h("ul", legendLines(now, others).map(({ colour, text }) => entry(colour, text))),
    field.carrier === "buildings" && store.view && store.view.zoom < 12.5 ? h("p", { class: "quiet" }, t("legend.nearer")) : null,
    verdictStrip(verdictsOf([field.model])),
    side === "second" ? null : Balance(),
  ]);
}
