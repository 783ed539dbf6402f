// The map as a table: what the picture shows, row by row, for those who do not see it or want the numbers.
import { h, reactive, watch } from "../../vendor/vue.js";
import { store } from "../../core/store.js";
import { all, get } from "../../core/api.js";
import { difference, fieldTitle, number, t, unit, word } from "../../core/i18n.js";
import { emptyNote, errorNote, verdictStrip, waiting } from "../../core/parts.js";
import { picture } from "../map/field.js";
import { rangeText } from "../map/legend.js";
import { cellArea } from "../map/quad.js";
import { moment } from "../map/clock.js";
import { select } from "../map/map.js";
import { verdictsOf } from "./results.js";

const LIMIT = 100;
const lists = reactive(/** @type {Record<string, any[]|null>} */ ({ zones: null, places: null }));
const looked = reactive(/** @type {Record<string, any>} */ ({}));
let failure = "";

async function load(/** @type {"zones"|"places"} */ table) {
  try { lists[table] = await all(table); failure = ""; } catch (error) { failure = error instanceof Error ? error.message : String(error); lists[table] = []; }
}

/** Names of rows that are not in a list are asked for one by one, the worst first. */
async function lookUp(/** @type {string} */ table, /** @type {number[]} */ rows) {
  for (const row of rows) {
    const key = `${table}/${row}`;
    if (key in looked) continue;
    looked[key] = null;
    try { looked[key] = (await get(`rows/${table}/${row}?city=${store.city.digest}`)).properties; } catch { looked[key] = { name: "", key }; }
  }
}

const rowButton = (/** @type {string} */ table, /** @type {number} */ row, /** @type {string} */ name) =>
  h("button", { type: "button", class: "link", onClick: () => select(table, row, true) }, name);

function plain() {
  const zones = lists.zones;
  const places = lists.places;
  if (zones === null || places === null) { if (zones === null) load("zones"); if (places === null) load("places"); return waiting(6); }
  if (failure) return errorNote(failure, () => { lists.zones = null; lists.places = null; });
  return [
    zones.length === 0 ? emptyNote(t("twin.noZones"), t("missing.zones")) : h("div", { class: "table-wrap", tabindex: 0, role: "region", "aria-label": t("table.zones") }, [
      h("table", [h("caption", t("twin.zones", { count: number(zones.length, 0) })),
        h("thead", h("tr", [h("th", { scope: "col" }, t("table.zones")), h("th", { scope: "col", class: "number" }, t("fact.people"))])),
        h("tbody", zones.slice(0, LIMIT).map((one) => h("tr", { key: one.key }, [h("th", { scope: "row" }, rowButton("zones", one.row, one.name || one.key)), h("td", { class: "number" }, number(one.people, 0))])))])]),
    places.length === 0 ? emptyNote(t("twin.noPlaces"), "") : h("div", { class: "table-wrap", tabindex: 0, role: "region", "aria-label": t("layer.places") }, [
      h("table", [h("caption", t("twin.places", { shown: number(Math.min(LIMIT, places.length), 0), count: number(places.length, 0) })),
        h("thead", h("tr", [h("th", { scope: "col" }, t("layer.places")), h("th", { scope: "col" }, t("place.kind"))])),
        h("tbody", places.slice(0, LIMIT).map((one) => h("tr", { key: one.key }, [h("th", { scope: "row" }, rowButton("places", one.row, one.name || t("selection.nameless"))), h("td", word(`kind.${one.kind}`, one.kind))])))])]),
  ];
}

/** How much of the ground lies in each class of a grid, in hectares, the greatest value first. @returns {{name: string, hectares: number}[]} */
export function classesOf(/** @type {NonNullable<ReturnType<typeof picture>>} */ now) {
  const area = cellArea(now.side.about) / 10000;
  const { colours, bounds } = now.scale;
  const counts = colours.map(() => 0);
  for (const value of now.values) {
    if (!Number.isFinite(value)) continue;
    let place = 0;
    while (place < bounds.length && value >= bounds[place]) place += 1;
    counts[place] += 1;
  }
  const hows = ["lost", "gained"].map((how) => ({ name: t(`grid.${how}`), hectares: [...now.turned.values()].filter((one) => one === how).length * area })).filter(({ hectares }) => hectares);
  return [...hows, ...colours.map((_, place) => ({ name: rangeText(now.scale, place, now.mode), hectares: counts[place] * area })).reverse()];
}

/** A grid has too many cells for a list: how much of the ground lies in each class. */
function ofGrid(/** @type {NonNullable<ReturnType<typeof picture>>} */ now) {
  if (!now.side.about.corners) return emptyNote(t("twin.grid"), "");
  const line = (/** @type {{name: string, hectares: number}} */ { name, hectares }) => h("tr", { key: name }, [h("th", { scope: "row" }, name), h("td", { class: "number" }, number(hectares, 1))]);
  return h("div", { class: "table-wrap", tabindex: 0, role: "region", "aria-label": t("twin.label") }, [
    h("table", [
      h("caption", [`${fieldTitle(now.field)}, ${t(`shown.${now.mode}`)}`, now.field.times.length > 1 ? `, ${moment(now.field.times[now.field.moment])}` : ""]),
      h("thead", h("tr", [h("th", { scope: "col" }, unit(now.field.unit)), h("th", { scope: "col", class: "number" }, t("twin.hectares"))])),
      h("tbody", classesOf(now).map(line)),
    ]),
  ]);
}

function ofField(/** @type {NonNullable<ReturnType<typeof picture>>} */ now) {
  const tables = { zones: "zones", links: "streets", buildings: "buildings", places: "places" };
  const table = tables[now.field.carrier];
  if (!table) return ofGrid(now);
  const worse = now.field.better === "more" ? -1 : 1;
  const rows = [];
  for (let row = 0; row < now.values.length; row++) {
    const turned = now.turned.get(row);
    if (turned) rows.push({ row, turned, order: turned === "lost" ? Infinity : -Infinity });
    else if (Number.isFinite(now.values[row]) && (now.mode !== "change" || now.values[row] !== 0)) rows.push({ row, order: now.values[row] * worse });
  }
  if (rows.length === 0) return emptyNote(t("twin.same"), t("twin.sameNext"));
  rows.sort((a, b) => (a.order === b.order ? a.row - b.row : b.order - a.order));
  const shown = rows.slice(0, LIMIT);
  if (table === "zones" && lists.zones === null) load("zones");
  if (table === "places" && lists.places === null) load("places");
  const byRow = table === "zones" || table === "places" ? new Map((lists[table] ?? []).map((one) => [one.row, one])) : null;
  if (!byRow) lookUp(table, shown.slice(0, 25).map((one) => one.row));
  const name = (/** @type {number} */ row) => {
    const found = byRow ? byRow.get(row) : looked[`${table}/${row}`];
    return found?.name || found?.key || `${t(`table.${table}`)} ${row + 1}`;
  };
  return h("div", { class: "table-wrap", tabindex: 0, role: "region", "aria-label": t("twin.label") }, [
    h("table", [
      h("caption", t("twin.caption", { field: fieldTitle(now.field), shown: number(shown.length, 0), count: number(rows.length, 0) })),
      h("thead", h("tr", [h("th", { scope: "col" }, t(`table.${table}`)), h("th", { scope: "col", class: "number" }, `${t(`shown.${now.mode}`)} (${unit(now.field.unit)})`)])),
      h("tbody", shown.map((one) => h("tr", { key: one.row }, [
        h("th", { scope: "row" }, rowButton(table, one.row, name(one.row))),
        h("td", { class: ["number", one.turned ?? ""] }, one.turned ? t(`${now.directions ? "street" : "access"}.${one.turned}`)
          : now.mode === "change" ? difference(now.values[one.row], 2) : number(now.values[one.row], 2))]))),
    ]),
  ]);
}

export function Twin() {
  const now = picture();
  return h("section", { "aria-labelledby": "twin-title" }, [
    h("h2", { id: "twin-title" }, t("twin.title")),
    h("p", { class: "quiet" }, t("twin.what")),
    now ? verdictStrip(verdictsOf([now.field.model])) : null,
    now ? ofField(now) : plain(),
  ]);
}

watch(() => store.city?.digest, () => { lists.zones = null; lists.places = null; });
