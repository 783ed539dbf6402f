// The map as a table: what the picture shows, row by row, for those who do not see it or want the numbers.
import { h, reactive, watch } from "../../vendor/vue.js";
import { store } from "../../core/store.js";
import { get } from "../../core/api.js";
import { fileName } from "../../core/export.js";
import { difference, fieldTitle, number, t, unit } from "../../core/i18n.js";
import { emptyNote, errorNote, verdictStrip } from "../../core/parts.js";
import { Table } from "../../core/table.js";
import { layerOrder } from "../layers/order.js";
import { alerts } from "../live/alerts.js";
import { live, streams } from "../live/desk.js";
import { picture, TABLES, valueAt } from "../map/field.js";
import { moment } from "../map/clock.js";
import { select } from "../map/map.js";
import { again, CITY, cityTable, listOf } from "./city.js";
import { classesOf } from "./classes.js";
import { alertTable, sensorTable } from "./live.js";
import { twin } from "../runs/twin.js";
import { verdictsOf } from "../runs/results.js";

/** Names of a table of more rows than this are asked for one by one, those in sight. */
const MOST = 20_000;
const looked = reactive(/** @type {Record<string, any>} */ ({}));

/** Asks for the names of rows in sight, where a table is too long to have them all. */
let resting = 0;
function lookUp(/** @type {string} */ table, /** @type {number[]} */ rows) {
  clearTimeout(resting);
  resting = window.setTimeout(async () => {
    for (const row of rows.filter((one) => !(`${table}/${one}` in looked)).slice(0, 60)) {
      const key = `${table}/${row}`;
      looked[key] = null;
      try { looked[key] = (await get(`rows/${table}/${row}?city=${store.city.digest}`)).properties; } catch { looked[key] = { name: "", key }; }
    }
  }, 160);
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

/** Rows of the field, made once of what is on the map. */
let made = { now: /** @type {any} */ (null), key: "", rows: /** @type {number[]} */ ([]), columns: /** @type {any[]} */ ([]) };

function valuesOf(/** @type {NonNullable<ReturnType<typeof picture>>} */ now, /** @type {string} */ table, /** @type {any[]|null} */ features) {
  const { field, mode, values, turned } = now;
  const key = `${field.run} ${field.name} ${field.moment} ${mode} ${store.lang} ${store.strings} ${features?.length ?? 0}`;
  if (made.key === key && made.now === values) return made;
  const rows = /** @type {number[]} */ ([]);
  for (let row = 0; row < values.length; row++) if (turned.get(row) || (Number.isFinite(values[row]) && (mode !== "change" || values[row] !== 0))) rows.push(row);
  const name = (/** @type {number} */ row) => (features ? features[row]?.properties.name : looked[`${table}/${row}`]?.name) || `${t(`table.${table}`)} ${row + 1}`;
  const isLess = field.better !== "more";
  // What is lost stands before all else, what is found after it, whichever way is better.
  const order = (/** @type {number} */ row) => { const how = turned.get(row); return how ? ((how === "lost") === isLess ? Infinity : -Infinity) : values[row]; };
  const both = mode === "change" && field.baseline && field.baseline !== field.scenario;
  const side = (/** @type {string} */ id, /** @type {any} */ all) => ({ id, title: t(id === "before" ? "junctions.before" : "junctions.after"), isNumber: true, wide: 0.65,
    value: (/** @type {number} */ i) => valueAt(all, rows[i], field.carrier), text: (/** @type {number} */ i) => number(valueAt(all, rows[i], field.carrier), 2) });
  const named = unit(field.unit);
  made = { key, now: values, rows, columns: [
    { id: "name", title: t(`table.${table}`), wide: both ? 1.3 : 1.8, value: (/** @type {number} */ i) => name(rows[i]) },
    ...(both ? [side("before", field.baseline), side("after", field.scenario)] : []),
    { id: "value", title: both ? (named ? `Δ (${named})` : "Δ") : `${t(`shown.${mode}`)}${named ? ` (${named})` : ""}`, isNumber: true, wide: turned.size ? 1.6 : 1, value: (/** @type {number} */ i) => order(rows[i]),
      look: (/** @type {number} */ i) => turned.get(rows[i]) ?? "",
      text: (/** @type {number} */ i) => { const row = rows[i]; const how = turned.get(row); return how ? t(`${now.directions ? "street" : "access"}.${how}`) : mode === "change" ? difference(values[row], 2) : number(values[row], 2); } }] };
  return made;
}

function ofField(/** @type {NonNullable<ReturnType<typeof picture>>} */ now) {
  const { field } = now;
  const table = TABLES[/** @type {keyof typeof TABLES} */ (field.carrier)];
  if (!table) return ofGrid(now);
  const isWhole = (store.city.counts[table] ?? 0) <= MOST;
  const list = isWhole ? listOf(table) : null;
  if (list?.error) return errorNote(list.error, () => again(table));
  const { rows, columns } = valuesOf(now, table, list?.features ?? null);
  if (rows.length === 0) return emptyNote(t("twin.same"), t("twin.sameNext"));
  const title = `${fieldTitle(field)}, ${t(`shown.${now.mode}`)}${field.times.length > 1 ? `, ${moment(field.times[field.moment])}` : ""}`;
  return [h("h3", title), h(Table, { key: `${table} ${now.mode}`, label: t("twin.label"), columns, count: rows.length, version: made.key, sort: field.better === "more" ? "value" : "-value", open: (/** @type {number} */ i) => select(table, rows[i], true),
    tick: isWhole ? 0 : Object.keys(looked).length, seen: isWhole ? null : (/** @type {number[]} */ places) => lookUp(table, places.map((i) => rows[i])),
    file: fileName([store.city.name, store.run?.scenario || store.scenario?.title, fieldTitle(field), t(`shown.${now.mode}`)], "csv") })];
}

/** What there is to choose from: the values on the map first, then the layers from the uppermost down, then what is live. */
function offered(/** @type {any} */ now) {
  const counts = store.city.counts;
  return [
    ...(now ? [{ id: "map", text: t("twin.values") }] : []),
    ...CITY.filter((id) => counts[id]).sort((a, b) => layerOrder().indexOf(a) - layerOrder().indexOf(b)).map((id) => ({ id, text: `${t(`layer.${id}`)} · ${number(counts[id], 0)}` })),
    ...(live.isOffered ? [{ id: "live", text: `${t("twin.live")}${streams.size ? ` · ${number(streams.size, 0)}` : ""}` }] : []),
    ...(live.offers.alerts ? [{ id: "alerts", text: `${t("rows.alerts")}${alerts.items.length ? ` · ${number(alerts.items.length, 0)}` : ""}` }] : []),
  ];
}

/** The table with its choice. */
export function Twin() {
  void live.shape;
  const now = picture();
  const all = offered(now);
  const what = (all.find(({ id }) => id === twin.what) ?? all[0])?.id ?? "";
  return h("section", { class: "twin stack", "aria-labelledby": "twin-title" }, [
    h("div", [h("h2", { id: "twin-title" }, t("twin.title")), h("p", { class: "quiet" }, t("twin.what"))]),
    all.length ? h("label", { class: "field", for: "twin-what" }, [h("span", t("twin.which")),
      h("select", { id: "twin-what", value: what, onChange: (/** @type {any} */ event) => { twin.what = event.target.value; } }, all.map(({ id, text }) => h("option", { key: id, value: id }, text)))])
      : emptyNote(t("twin.noPlaces"), t("missing.zones")),
    what === "map" && now ? [verdictStrip(verdictsOf([now.field.model])), ofField(now)] : null,
    CITY.includes(what) ? cityTable(what) : what === "live" ? sensorTable() : what === "alerts" ? alertTable() : null,
  ]);
}

// What is newly on the map is what the table is of.
watch(() => store.shown?.name, () => { twin.what = ""; });
watch(() => store.city?.digest, () => { for (const key of Object.keys(looked)) delete looked[key]; });
