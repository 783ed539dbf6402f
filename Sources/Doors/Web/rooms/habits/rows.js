// What the map shows, row by row with names, keys and shapes, for files to take along. Shapes come from the city's OGC API – Features.
import { store } from "../../core/store.js";
import { fieldTitle, t, unit } from "../../core/i18n.js";
import { fileName, short, stamp } from "../../core/export.js";
import { worstOf } from "../../core/parts.js";
import { isDated, moment } from "../map/clock.js";
import { picture, TABLES, valueAt } from "../map/field.js";
import { featuresOf } from "../map/features.js";
import { positions } from "../map/quad.js";
import { classesOf } from "../table/classes.js";
import { verdictsOf } from "../runs/results.js";
import { heading } from "../traffic/direction.js";

/** @typedef {{heads: string[], rows: any[][], features: {id?: string, geometry: any, properties: any}[]}} Taken */

/** Features of a grid that a map program still opens well. */
const MOST = 200_000;

/** The scenario that results are of, or that is open. */
export const scenarioTitle = () => store.run?.scenario || store.scenario?.title || "";

export const momentOf = (/** @type {any} */ field) => (field && field.times.length > 1 ? field.times[field.moment] : null);

/** The verdicts on what is shown. */
export const shownVerdicts = () => { const now = picture(); return now ? verdictsOf([now.field.model]) : []; };

/** What holds for the whole file. */
export function about() {
  const now = picture();
  const time = momentOf(now?.field);
  return {
    name: now ? fieldTitle(now.field) : t("twin.title"), city: store.city.name,
    ...(now ? { scenario: scenarioTitle(), field: now.field.name, unit: now.field.unit, run: now.field.run, shown: now.mode, baselineRun: store.run?.fields.find((/** @type {any} */ one) => one.name === now.field.name)?.baseline } : {}),
    ...(time === null ? {} : { moment: isDated(time) ? new Date(time).toISOString() : moment(time) }),
    ...(now ? { verdicts: shownVerdicts().map((/** @type {any} */ { question, level, because }) => ({ question, level, because })) } : {}),
    attribution: [...new Set(store.city.sources.map((/** @type {any} */ one) => one.attribution).filter(Boolean))].join("; "),
    digest: store.city.digest,
  };
}

/** The name of a file of what is shown. */
export function nameOf(/** @type {string} */ kind, what = "") {
  const now = picture();
  const time = momentOf(now?.field);
  return fileName([store.city.name, now || what ? scenarioTitle() : "", what || (now ? `${fieldTitle(now.field)} ${t(`shown.${now.mode}`)}` : t("layers.title")),
    time === null ? "" : stamp(time, store.city.timeZone, isDated(time))], kind);
}

/** Places and zones, where no field is shown. @returns {Promise<Taken>} */
async function plain() {
  const found = await Promise.all(["zones", "places"].map(async (table) => (await featuresOf(table)).map((one) => ({ table, ...one }))));
  const all = found.flat();
  return {
    heads: [t("export.kind"), t("export.name"), t("place.kind"), t("fact.people"), t("export.key")],
    rows: all.map(({ table, id, properties }) => [t(`layer.${table}`), properties.name, properties.kind, properties.people ?? null, id]),
    features: all.map(({ table, id, geometry, properties }) => ({ id, geometry, properties: { table, ...properties } })),
  };
}

/** Values of rows of a table, both sides and their difference. @returns {Promise<Taken>} */
async function ofTable(/** @type {NonNullable<ReturnType<typeof picture>>} */ now) {
  const { field } = now;
  const table = TABLES[field.carrier];
  const features = await featuresOf(table);
  const named = unit(field.unit);
  const head = (/** @type {string} */ mode) => (named ? `${t(`shown.${mode}`)} (${named})` : t(`shown.${mode}`));
  const level = t(`level.${worstOf(shownVerdicts())}`);
  const time = momentOf(field);
  const told = time === null ? "" : moment(time);
  /** @type {Taken} */
  const taken = { heads: [t(`table.${table}`), t("export.key"), ...(now.directions ? [t("export.direction")] : []), head("scenario"), head("baseline"), head("change"), t("export.note"), t("time.moment"), t("export.verdict"), t("export.run")], rows: [], features: [] };
  const add = (/** @type {number} */ row, /** @type {number} */ after, /** @type {number} */ before, /** @type {string|undefined} */ how, /** @type {boolean|null} */ isBack) => {
    const [scenario, baseline] = [short(after), short(before)];
    if (scenario === null && baseline === null) return;
    const feature = features[row];
    const difference = scenario === null || baseline === null ? null : short(after - before);
    const note = how ? t(`${now.directions ? "street" : "access"}.${how}`) : "";
    const direction = isBack === null ? [] : [feature ? heading(feature, isBack) : ""];
    const name = feature?.properties.name || "";
    taken.rows.push([name || t("selection.nameless"), feature?.id ?? `${table}/${row}`, ...direction, scenario, baseline, difference, note, told, level, field.run]);
    taken.features.push({ id: isBack === null ? feature?.id : undefined, geometry: feature?.geometry ?? null,
      properties: { key: feature?.id ?? `${table}/${row}`, name, ...(isBack === null ? {} : { direction: direction[0], isBack }), scenario, baseline, change: difference, ...(how ? { turned: how } : {}) } });
  };
  for (let row = 0; row < now.values.length; row++) {
    if (now.directions) for (const isBack of [false, true]) {
      const link = 2 * row + Number(isBack);
      const how = now.directions[link];
      add(row, field.scenario[link], field.baseline[link], typeof how === "string" ? how : undefined, isBack);
    } else add(row, valueAt(field.scenario, row, field.carrier), valueAt(field.baseline, row, field.carrier), now.turned.get(row), null);
  }
  return taken;
}

/** A grid: hectares by class as rows, neighbours of one class in a row of cells as one shape. @returns {Taken} */
function ofGrid(/** @type {NonNullable<ReturnType<typeof picture>>} */ now) {
  const { about: grid } = now.side;
  const { colours, bounds } = now.scale;
  const at = positions(grid.corners);
  const point = (/** @type {number} */ column, /** @type {number} */ row) => at(column / grid.columns, row / grid.rows).map((value) => Number(value.toFixed(7)));
  const classAt = (/** @type {number} */ cell) => {
    const how = now.turned.get(cell);
    if (how) return how;
    const value = now.values[cell];
    if (!Number.isFinite(value)) return -1;
    let place = 0;
    while (place < bounds.length && value >= bounds[place]) place += 1;
    return colours[place] === "transparent" ? -1 : place;
  };
  const features = [];
  for (let row = 0; row < grid.rows; row++) {
    let from = 0;
    for (let column = 1; column <= grid.columns; column++) {
      const kind = classAt(row * grid.columns + from);
      if (column < grid.columns && classAt(row * grid.columns + column) === kind) continue;
      if (kind !== -1) {
        const ring = [point(from, row), point(from, row + 1), point(column, row + 1), point(column, row), point(from, row)];
        features.push({ geometry: { type: "Polygon", coordinates: [ring] },
          properties: typeof kind === "string" ? { turned: kind } : { from: bounds[kind - 1] ?? null, below: bounds[kind] ?? null } });
        if (features.length > MOST) throw new Error(t("export.tooMany"));
      }
      from = column;
    }
  }
  return {
    heads: [`${fieldTitle(now.field)}, ${t(`shown.${now.mode}`)} (${unit(now.field.unit)})`, t("twin.hectares"), t("export.verdict"), t("export.run")],
    rows: classesOf(now).map(({ name, hectares }) => [name, short(hectares), t(`level.${worstOf(shownVerdicts())}`), now.field.run]), features,
  };
}

/** What the map shows. @returns {Promise<Taken>} */
export async function taken() {
  const now = picture();
  if (!now) return plain();
  return now.field.carrier in TABLES ? ofTable(now) : ofGrid(now);
}
