// Where every cubic metre is. It stands beside the picture as long as a run with water is at hand, and no one has to look for it.
import { h } from "../../vendor/vue.js";
import { store } from "../../core/store.js";
import { number, t, unit } from "../../core/i18n.js";
import { digits, rowTitle } from "./runs.js";

/** The rows of the balance; a share of them is the error. */
const rows = () => (store.run?.rows ?? []).filter((/** @type {any} */ row) => /\.balance\./.test(row.id) && !row.place);

const isError = (/** @type {any} */ row) => /error/.test(row.id);

/** A number as it is told here: a small error is told as one, or one reads 0 where there is none. */
function told(/** @type {any} */ row, /** @type {"value"|"baseline"} */ side) {
  const value = row[side] ?? null;
  if (value === null) return "–";
  if (isError(row) && row.unit === "1") return told({ ...row, unit: "%", [side]: value * 100 }, side);
  if (isError(row) && value !== 0 && Math.abs(value) < 0.01) return `< ${number(0.01, 2)} ${unit(row.unit)}`;
  return `${number(value, row.unit === "m³" ? 0 : digits(row))} ${unit(row.unit)}`;
}

const PARTS = { in: /\.(rain|inflow|sea-in|in)$/, out: /\.(out|infiltrated|drained|evaporated)$/, stored: /\.(surface|held|stored|within)$/ };

/** What came in, went out and is still there, each in one number. */
function parts(/** @type {any[]} */ found, /** @type {"value"|"baseline"} */ side) {
  const format = new Intl.NumberFormat(store.lang, { notation: "compact", maximumSignificantDigits: 3 });
  return Object.entries(PARTS).flatMap(([name, pattern]) => {
    const values = found.filter((row) => pattern.test(row.id) && (row[side] ?? null) !== null).map((row) => row[side]);
    return values.length ? [h("span", { key: name }, [`${t(`balance.${name}`)} `, h("b", format.format(Math.abs(values.reduce((sum, value) => sum + value, 0)))), ` ${unit("m³")}`])] : [];
  });
}

/** The balance of what the map shows: with the changes, or without. */
export function Balance() {
  const found = rows();
  if (found.length === 0) return null;
  const side = store.shown?.mode === "baseline" ? "baseline" : "value";
  const errors = found.filter(isError);
  // The share says more than the volume.
  const error = errors.find((/** @type {any} */ row) => row.unit === "%" || row.unit === "1") ?? errors[0];
  return h("details", { class: "balance" }, [
    h("summary", [h("b", t("balance.title")), ...parts(found, side), h("span", error ? t("balance.error", { error: told(error, side) }) : "")]),
    h("dl", { class: "pairs" }, found.map((/** @type {any} */ row) => h("div", { key: row.id }, [
      h("dt", rowTitle(row)), h("dd", { class: "number" }, (row[side] ?? null) === null ? h("span", { lang: "en" }, row.why) : told(row, side))]))),
  ]);
}
