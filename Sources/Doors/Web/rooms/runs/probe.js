// What the water does at one point: a click on a grid, or a chosen street, house or zone, gives its values over time.
import { h, reactive, watch } from "../../vendor/vue.js";
import { store } from "../../core/store.js";
import { difference, fieldTitle, number, t, unit } from "../../core/i18n.js";
import { button, errorNote, iconButton, verdictStrip, waiting } from "../../core/parts.js";
import { picture, TABLES, valueAt } from "../map/field.js";
import { select } from "../map/map.js";
import { cellAt } from "../map/quad.js";
import { OverTime } from "./overtime.js";
import { nearest, open, series } from "./frames.js";
import { verdictsOf } from "./results.js";

const state = reactive({ key: "", error: "", data: /** @type {any} */ (null) });

/** The field whose moments are drawn: the one on the map, or the same model's water over time when that stands still. */
async function overTime(/** @type {any} */ field) {
  if (field.times.length > 1) return { ...field };
  if (field.carrier !== "grid") return null;
  for (const other of store.run.fields) {
    if (other.carrier !== "grid" || other.model !== field.model || other.palette !== "depth") continue;
    const with_ = await open(other.run, other.name);
    if (with_ && with_.times.length > 1) return { ...other, sides: { with_, without: await open(other.baseline, other.name) }, times: with_.times };
  }
  return null;
}

/** What is asked after: a cell at a position, or a row of a table; nothing when the field on the map says nothing there. */
function asked() {
  const { field, probe, selected, shown } = store;
  if (!field || !shown || field.name !== shown.name) return null;
  // Traffic goes in two directions: a street's day has a card of its own.
  if (field.carrier === "links" && field.model === "traffic") return null;
  if (field.carrier === "grid") return probe ? { position: probe.position, row: -1, key: `${field.run}/${field.name}/${probe.position}` } : null;
  if (!selected?.feature || TABLES[field.carrier] !== selected.table || field.times.length < 2) return null;
  return { position: null, row: selected.row, key: `${field.run}/${field.name}/${selected.row}` };
}

async function load(/** @type {NonNullable<ReturnType<typeof asked>>} */ wanted) {
  state.key = wanted.key;
  state.error = "";
  state.data = null;
  try {
    const field = await overTime(store.field);
    if (!field) { if (state.key === wanted.key) state.data = { none: true }; return; }
    const one = async (/** @type {any} */ side) => {
      if (!side) return null;
      if (field.carrier === "links") {
        const both = await Promise.all([series(side, 2 * wanted.row), series(side, 2 * wanted.row + 1)]);
        return Float32Array.from(both[0], (value, i) => valueAt([value, both[1][i]], 0, "links"));
      }
      const row = wanted.position ? cellAt(side.about, wanted.position) : wanted.row;
      return row === null ? null : series(side, row);
    };
    const [scenario, without] = await Promise.all([one(field.sides.with_), one(field.sides.without)]);
    // The two sides may tell other moments: each of ours takes the nearest of theirs.
    const baseline = without && field.sides.without
      ? field.times.map((/** @type {number} */ time) => without[nearest(field.sides.without, time)])
      : field.palette === "depth" && scenario ? new Float32Array(scenario.length).fill(NaN) : null;
    if (state.key === wanted.key) state.data = scenario ? { field, scenario, baseline } : { none: true };
  } catch (error) { if (state.key === wanted.key) state.error = error instanceof Error ? error.message : String(error); }
}

watch(() => asked()?.key ?? "", (key) => {
  const wanted = asked();
  if (key && wanted) load(wanted);
  else { state.key = ""; state.data = null; }
}, { immediate: true });

/** What the picture itself says at the point. */
function here() {
  const now = picture();
  if (!now || now.field.carrier !== "grid" || !store.probe) return null;
  const cell = cellAt(now.side.about, store.probe.position);
  if (cell === null) return t("probe.outside");
  const turned = now.turned.get(cell);
  if (turned) return t(`grid.${turned}`);
  const value = now.values[cell];
  if (!Number.isFinite(value)) return now.field.palette === "depth" ? t("probe.dry") : t("field.none");
  return `${now.mode === "change" ? difference(value, 2) : number(value, 2)} ${unit(now.field.unit)}`;
}

/** The card of the point, or of the row chosen; nothing when nothing was asked. */
export function Probe() {
  const wanted = asked();
  if (!wanted) return null;
  const now = picture();
  if (!now) return null;
  const { data } = state;
  const point = wanted.position;
  return h("section", { class: "card probe", "aria-label": t("probe.label"), key: "probe" }, [
    h("header", [
      h("div", [h("p", { class: "eyebrow" }, point ? `${point[1].toFixed(5)}, ${point[0].toFixed(5)}` : t("probe.label")),
        h("h3", fieldTitle(now.field))]),
      point ? iconButton(t("probe.close"), "close", () => { store.probe = null; }) : null]),
    point ? h("p", [h("b", here()), h("span", { class: "quiet" }, ` ${t(`shown.${now.mode}`)}`)]) : null,
    state.error ? errorNote(state.error, () => load(wanted)) : null,
    !data && !state.error ? waiting(3) : null,
    data && !data.none ? [
      data.field.name === now.field.name ? null : h("p", { class: "eyebrow" }, fieldTitle(data.field)),
      h(OverTime, { times: data.field.times, scenario: data.scenario, baseline: data.baseline, unit: data.field.unit, title: fieldTitle(data.field),
        now: data.field.times.includes(store.field.times[store.field.moment]) && store.field.times.length > 1 ? store.field.times[store.field.moment] : null,
        isDepth: data.field.palette === "depth" })] : null,
    verdictStrip(verdictsOf([now.field.model])),
    point && store.probe.beneath && !store.selected
      ? button(t(`probe.beneath.${store.probe.beneath.table}`), () => select(store.probe.beneath.table, store.probe.beneath.row)) : null,
  ]);
}
