// What was picked on the map or by search: what it is, what of that was assumed, and what one may do with it.
import { h } from "../../vendor/vue.js";
import { store } from "../../core/store.js";
import { number, t, unit, word } from "../../core/i18n.js";
import { button, errorNote, iconButton } from "../../core/parts.js";
import { list, pieces } from "../map/edits.js";
import { picture } from "../map/field.js";
import { probe } from "../map/map.js";
import { addChange, removeChange } from "./scenarios.js";

const row = (/** @type {string} */ name, /** @type {any} */ value) => h("div", { key: name }, [h("dt", name), h("dd", value)]);

function streetRows(/** @type {any} */ p) {
  const assumed = (/** @type {string} */ what) => (p.assumed.includes(what) ? h("small", { class: "assumed" }, ` ${t("street.assumed")}`) : null);
  const both = [p.forward, p.backward].filter((one) => one.access.length);
  const drives = (/** @type {any} */ one) => one.access.includes("car");
  return [
    row(t("street.length"), `${number(p.length, 0)} m`),
    row(t("street.speed"), [both.some(drives) ? `${number(Math.max(...both.filter(drives).map((one) => one.speed)), 0)} km/h` : "–", assumed("speed")]),
    row(t("street.lanes"), [number(p.forward.lanes + p.backward.lanes, 0), assumed("lanes")]),
    row(t("street.access"), [[...new Set(both.flatMap((one) => one.access))].map((mode) => word(`vehicle.${mode}`, mode)).join(", ") || t("street.nobody"),
      drives(p.forward) !== drives(p.backward) ? ` · ${t("street.oneway")}` : "", assumed("access")]),
    p.structure !== "ground" ? row(t("street.structure"), word(`word.${p.structure}`, p.structure)) : null,
  ];
}

function isClosed(/** @type {any} */ p) {
  return (store.scenario?.changes ?? []).findIndex((/** @type {any} */ one) => one.keyword === "close-streets"
    && ((p.name && list(one.fields.named).includes(p.name)) || list(one.fields.keys).includes(p.key)));
}

function streetActions(/** @type {any} */ p) {
  const place = isClosed(p);
  if (place >= 0) return [h("p", { class: "closed-note" }, t("street.closed")), button(t("street.reopen"), () => removeChange(place), { icon: "undo" })];
  return [
    p.name ? h(WholeStreet, { name: p.name, key: p.name }) : null,
    button(t("street.closePiece"), () => addChange("close-streets", { keys: [p.key] }), { kind: p.name ? "plain" : "main" }),
  ];
}

/** The button that closes all pieces of a street says how many there are. */
const WholeStreet = {
  props: { name: { type: String, required: true } },
  data: () => ({ count: 0 }),
  async created() { /** @type {any} */ (this).count = (await pieces("named", /** @type {any} */ (this).name)).length; },
  render() {
    const { name, count } = /** @type {any} */ (this);
    return button(t("street.closeWhole", { name, count: count ? number(count, 0) : "…" }), () => addChange("close-streets", { named: name }), { kind: "main" });
  },
};

const ROWS = {
  streets: streetRows,
  buildings: (/** @type {any} */ p) => [row(t("building.use"), word(`word.${p.use}`, p.use)), row(t("building.area"), `${number(p.area, 0)} m²`),
    row(t("building.levels"), [number(p.levels, 1), p.assumed.length ? h("small", { class: "assumed" }, ` ${t("street.assumed")}`) : null]),
    row(t("fact.people"), number(p.people, 1))],
  zones: (/** @type {any} */ p) => [row(t("fact.people"), number(p.people, 0)), row(t("zone.homes"), number(p.homes, 0)), row(t("zone.jobs"), number(p.jobs, 0))],
  places: (/** @type {any} */ p) => [row(t("place.kind"), word(`kind.${p.kind}`, p.kind)), p.capacity ? row(t("place.capacity"), number(p.capacity, 0)) : null],
};

/** What the field on the map says of what is selected. */
function fieldRow(/** @type {string} */ table, /** @type {number} */ number_) {
  const now = picture();
  const tables = { zones: "zones", links: "streets", buildings: "buildings", places: "places" };
  if (!now || tables[now.field.carrier] !== table) return null;
  const turned = now.turned.get(number_);
  const value = now.values[number_];
  return row(t(`shown.${now.mode}`), turned ? t(`${now.directions ? "street" : "access"}.${turned}`) : Number.isFinite(value) ? `${number(value, 2)} ${unit(now.field.unit)}` : t("field.none"));
}

/** The card of what is selected; nothing when nothing is. */
export function Selection() {
  const { selected } = store;
  if (!selected) return null;
  if (!selected.feature) return errorNote(selected.error ?? "");
  const p = selected.feature.properties;
  const kind = selected.table === "streets" ? word(`class.${p.class}`, p.class) : selected.table === "places" ? word(`kind.${p.kind}`, p.kind) : t(`table.${selected.table}`);
  return h("section", { class: "card selection", "aria-label": t("selection.label"), key: `${selected.table}/${selected.row}` }, [
    h("header", [
      h("div", [h("p", { class: "eyebrow" }, kind), h("h3", p.name || t("selection.nameless"))]),
      iconButton(t("selection.close"), "close", () => { store.selected = null; })]),
    h("dl", { class: "pairs" }, [...ROWS[selected.table](p), fieldRow(selected.table, selected.row)]),
    h("p", { class: "key", title: t("selection.key") }, p.key),
    h("div", { class: "stack" }, selected.table === "streets" ? streetActions(p)
      : selected.table === "places" ? [button(t("place.remove"), () => addChange("remove-place", { key: p.key }))] : []),
    selected.position && store.field?.carrier === "grid" ? button(t("selection.water"), () => probe(selected.position)) : null,
  ]);
}
