// What is live as tables: every stream with its last value, and what people were warned of.
import { h } from "../../vendor/vue.js";
import { store } from "../../core/store.js";
import { fileName, stamp } from "../../core/export.js";
import { t, word } from "../../core/i18n.js";
import { emptyNote, waiting } from "../../core/parts.js";
import { Table } from "../../core/table.js";
import { flyTo } from "../map/map.js";
import { alerts, rank, severityOf, timeOf } from "../live/alerts.js";
import { clock, live, streams, things } from "../live/desk.js";
import { openThing } from "../live/marks.js";
import { agoText, isDoubtful, isLate, propertyText, valueText } from "../live/reading.js";
import { moment } from "../live/when.js";

/** How often rows that stand by their values or ages are put in order again: they should not jump under the hand. */
const PACE = 10_000;

let made = { key: "", columns: /** @type {any[]} */ ([]), all: /** @type {any[]} */ ([]) };

function sensors() {
  const key = `${live.shape} ${store.lang} ${store.strings}`;
  if (made.key === key) return made;
  const all = [...streams.values()];
  const moves = () => Math.floor(live.now / PACE);
  const at = (/** @type {number} */ row) => all[row];
  made = { key, all, columns: [
    { id: "name", title: t("rows.sensor"), wide: 1.5, value: (/** @type {number} */ row) => things.get(at(row).thing)?.name || at(row).name },
    { id: "what", title: t("now.property"), wide: 1.3, value: (/** @type {number} */ row) => propertyText(at(row).property) },
    { id: "value", title: t("plot.value"), isNumber: true, moves, value: (/** @type {number} */ row) => (typeof at(row).value === "number" ? at(row).value : at(row).value === null ? null : String(at(row).value)),
      text: (/** @type {number} */ row) => `${valueText(at(row).value, at(row).unit)}${isDoubtful(at(row)) ? " ⚠" : ""}`, look: (/** @type {number} */ row) => (isDoubtful(at(row)) ? "doubtful" : "") },
    { id: "age", title: t("rows.age"), wide: 0.9, isNumber: true, moves, value: (/** @type {number} */ row) => (at(row).time === null ? null : new Date(at(row).time).toISOString()),
      text: (/** @type {number} */ row) => agoText(at(row).time, live.now), look: (/** @type {number} */ row) => (isLate(at(row), live.now) ? "late" : "") }] };
  return made;
}

/** All streams. */
export function sensorTable() {
  void live.version;
  if (!live.isLoaded) return waiting(8);
  const { all, columns } = sensors();
  if (all.length === 0) return emptyNote(t("twin.live"), t("live.empty"));
  return h(Table, { key: "sensors", label: t("twin.live"), columns, count: all.length, version: live.shape, tick: live.now, sort: "name", open: (/** @type {number} */ row) => openThing(all[row].thing),
    file: fileName([store.city.name, t("twin.live"), stamp(clock(), store.city.timeZone)], "csv") });
}

/** What was warned of, the worst first. */
export function alertTable() {
  const { items } = alerts;
  if (items.length === 0) return emptyNote(t("rows.alerts"), t("alerts.none"));
  const at = (/** @type {number} */ row) => items[row];
  const columns = [
    { id: "what", title: t("rows.alert"), wide: 1.8, value: (/** @type {number} */ row) => at(row).headline || at(row).rule },
    // The worst has the least rank; sorting the greatest first should begin with it.
    { id: "severity", title: t("rows.severity"), isNumber: false, value: (/** @type {number} */ row) => rank(at(row)), text: (/** @type {number} */ row) => t(`alerts.severity.${severityOf(at(row))}`) },
    { id: "state", title: t("rows.state"), value: (/** @type {number} */ row) => word(`alerts.state.${at(row).state}`, at(row).state) },
    { id: "since", title: t("rows.since"), wide: 1.3, value: (/** @type {number} */ row) => timeOf(at(row).since), text: (/** @type {number} */ row) => moment(timeOf(at(row).since)) }];
  return h(Table, { key: "alerts", label: t("rows.alerts"), columns, count: items.length, version: alerts.version, sort: "severity",
    open: (/** @type {number} */ row) => { if (at(row).place) flyTo(at(row).place, 16); else if (at(row).knew?.[0]?.thing) openThing(at(row).knew[0].thing); }, file: fileName([store.city.name, t("rows.alerts")], "csv") });
}
