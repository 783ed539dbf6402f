// Where every cubic metre is. It stands beside the picture as long as a run with water is at hand, adds up in sight, and no one has
// to look for it.
import { h } from "../../vendor/vue.js";
import { store } from "../../core/store.js";
import { number, t, unit } from "../../core/i18n.js";
import { knownRow } from "../how/ask.js";
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

/** Start and what came in are what went out and is still there. */
const PARTS = [
  { name: "start", pattern: /\.start$/, sign: "" }, { name: "in", pattern: /\.(rain|inflow|sea-in)$/, sign: "+" },
  { name: "out", pattern: /\.(out|infiltrated|drained|evaporated)$/, sign: "=" }, { name: "stored", pattern: /\.(surface|held)$/, sign: "+" },
];

/** The parts, each in one number, all in the same unit and with as many digits, so that one can see them add up. */
function equation(/** @type {any[]} */ found, /** @type {"value"|"baseline"} */ side) {
  const sums = PARTS.map(({ pattern }) => found.filter((row) => pattern.test(row.id)).reduce((sum, row) => sum + (row[side] ?? 0), 0));
  const greatest = Math.max(...sums.map(Math.abs));
  const [scale, of] = greatest >= 1e6 ? [1e6, "balance.millions"] : greatest >= 1e4 ? [1e3, "balance.thousands"] : [1, ""];
  const places = scale === 1 ? 0 : greatest / scale >= 100 ? 0 : greatest / scale >= 10 ? 1 : 2;
  const format = new Intl.NumberFormat(store.lang, { minimumFractionDigits: places, maximumFractionDigits: places });
  return { unit: of ? t(of, { unit: unit("m³") }) : unit("m³"), sum: h("span", { class: "balance-sum" }, PARTS.map(({ name, sign }, i) => h("span", { key: name, class: "balance-part" }, [
      sign ? h("i", sign) : null, h("span", [h("b", format.format(sums[i] / scale)), h("small", t(`balance.${name}`))])]))) };
}

/** The balance of what the map shows: with the changes, or without. */
export function Balance() {
  const found = rows();
  if (found.length === 0) return null;
  const side = store.shown?.mode === "baseline" ? "baseline" : "value";
  const errors = found.filter(isError);
  // The share says more than the volume.
  const error = errors.find((/** @type {any} */ row) => row.unit === "%" || row.unit === "1") ?? errors[0];
  const whole = equation(found, side);
  return h("details", { class: "balance" }, [
    h("summary", [h("b", t("balance.title")), h("span", whole.unit), h("span", error ? t("balance.error", { error: told(error, side) }) : ""), whole.sum]),
    h("dl", { class: "pairs" }, found.map((/** @type {any} */ row) => h("div", { key: row.id }, [
      h("dt", rowTitle(row)), h("dd", { class: "number" }, (row[side] ?? null) === null ? h("span", { lang: "en" }, row.why) : side === "value" ? knownRow(row, told(row, side)) : told(row, side))]))),
  ]);
}
