// The answer of a flood at a glance: depth, closed streets, people and damage, without the changes and with them, each with where
// the number lies. Every line leads to its picture. Below it what a year must expect, and what each storm costs.
import { h } from "../../vendor/vue.js";
import { store } from "../../core/store.js";
import { difference, number, t, unit } from "../../core/i18n.js";
import { known } from "../how/ask.js";
import { changeOf, choose, digits, judged, rowTitle } from "./runs.js";

/** What is asked of a flood first — how long it is to a hospital then, too —, and the field that shows it. */
const FIRST = [
  { id: "flood.deepest", field: "flood.depth", digits: 2 },
  { id: "flood.area", field: "flood.peak" },
  { id: "exposure.closed-km.car", field: "exposure.streets.by-hour" },
  { id: "exposure.people", field: "exposure.people.by-hour" },
  { id: "access.hospital.car.median-minutes", field: "access.hospital.car", digits: 1 },
  { id: "access.hospital.car.people-cut-off", field: "access.hospital.car" },
  { id: "damage.total", field: "damage.buildings", isMoney: true },
];

/** What a year must expect of floods. */
const ANNUAL = "damage.expected-annual";
/** What the flood of a return period costs. */
const BY_YEARS = /^damage\.total\.1-in-([\d.]+)$/;

/** The rows of the answer that this run has. */
const rows = () => FIRST.flatMap((one) => {
  const row = store.run?.rows.find((/** @type {any} */ each) => each.id === one.id && !each.place);
  return row ? [{ ...one, row }] : [];
});

/** Whether there is water to tell of. */
export const hasAnswer = () => (store.run?.rows ?? []).some((/** @type {any} */ row) => row.id.startsWith("flood.balance."));

/** Digits after the point: two where all numbers of a line are small. */
const places = (/** @type {any} */ one) => one.digits ?? (digits(one.row) > 0 && Math.max(one.row.value ?? 0, one.row.baseline ?? 0) < 10 ? 2 : digits(one.row));

/** A number with three digits that matter where it is money, and where it lies below it. */
function cell(/** @type {any} */ one, /** @type {number|null} */ value, /** @type {number|null} */ low, /** @type {number|null} */ high, isAsked = false) {
  if ((value ?? null) === null) return h("td", { class: "number" }, "–");
  const money = new Intl.NumberFormat(store.lang, { notation: "compact", maximumSignificantDigits: 3 });
  const say = (/** @type {number} */ each) => (one.isMoney ? money.format(each) : number(each, places(one)));
  const isKnown = (low ?? null) !== null && (high ?? null) !== null;
  return h("td", { class: "number" }, [h("b", isAsked ? known(`indicator:${one.row.id}@${one.row.place}`, say(/** @type {number} */ (value))) : say(/** @type {number} */ (value))),
    one.hasNone ? null : h("small", { class: "interval" }, isKnown ? `${say(/** @type {number} */ (low))} – ${say(/** @type {number} */ (high))}` : t("answer.noInterval"))]);
}

/** What a year must expect, then the storms that is made of, the most frequent first; nothing where no return periods were asked for. */
const years = () => (store.run?.rows ?? []).filter((/** @type {any} */ row) => !row.place && (row.id === ANNUAL || BY_YEARS.test(row.id)))
  .map((/** @type {any} */ row) => ({ id: row.id, row, isMoney: true, hasNone: row.id !== ANNUAL, years: Number(BY_YEARS.exec(row.id)?.[1] ?? 0) }))
  .sort((/** @type {any} */ a, /** @type {any} */ b) => a.years - b.years);

function changeCell(/** @type {any} */ one) {
  const by = changeOf(one.row);
  if (by === null) return h("td", { class: "number" }, "–");
  const how = judged(one.row);
  const text = one.isMoney ? new Intl.NumberFormat(store.lang, { notation: "compact", maximumSignificantDigits: 3, signDisplay: "exceptZero" }).format(by)
    : difference(by, places(one));
  return h("td", { class: ["number", "delta", how ?? ""] }, by === 0 ? ["=", h("span", { class: "hidden" }, t("judged.same"))] : [text, how ? h("small", t(`judged.${how}`)) : null]);
}

/** Why there is no number; a long sentence is folded. */
const unknown = (/** @type {string} */ why) => (why.length < 100 ? h("small", { class: "because", lang: "en" }, why)
  : h("details", { class: "unknown" }, [h("summary", t("estimate.unknown")), h("small", { class: "because", lang: "en" }, why)]));

/** Lines of numbers, without the changes and with them; a unit most of them have in common stands above. */
function sheet(/** @type {any[]} */ found, /** @type {(one: any) => any} */ title, /** @type {string} */ common = "") {
  // Nothing was changed: there is one side only.
  const isOne = store.run.run === store.run.baseline;
  return h("table", [
    h("thead", h("tr", [h("th", { scope: "col" }, [h("span", { class: "hidden" }, t("results.indicator")), common ? h("small", unit(common)) : null]),
      isOne ? null : h("th", { scope: "col", class: "number" }, t("answer.without")),
      h("th", { scope: "col", class: "number" }, t(isOne ? "results.scenario" : "answer.with")),
      isOne ? null : h("th", { scope: "col", class: "number" }, "Δ")])),
    h("tbody", found.map((one) => h("tr", { key: one.id }, [
      h("th", { scope: "row" }, [title(one), one.row.unit === common ? null : h("small", ` ${unit(one.row.unit)}`)]),
      ...((one.row.value ?? null) === null ? [h("td", { colspan: isOne ? 1 : 3 }, unknown(one.row.why))]
        : [isOne ? null : cell(one, one.row.baseline, one.row.baselineLow, one.row.baselineHigh), cell(one, one.row.value, one.row.low, one.row.high, true), isOne ? null : changeCell(one)])])))]);
}

/** The cards; nothing for a run without water. */
export function Answer() {
  const found = hasAnswer() ? rows() : [];
  if (found.length === 0) return null;
  const link = (/** @type {any} */ one) => (store.run.fields.some((/** @type {any} */ field) => field.name === one.field)
    ? h("button", { type: "button", class: "link", onClick: () => choose(one.field, "scenario") }, rowTitle(one.row)) : rowTitle(one.row));
  const byYears = years();
  return [
    h("section", { class: "card answer", "aria-labelledby": "answer-title" }, [
      h("h3", { id: "answer-title" }, t("answer.title")), sheet(found, link), h("p", { class: "quiet" }, t("answer.interval"))]),
    byYears.length ? h("section", { class: "card answer years", "aria-labelledby": "years-title" }, [
      h("h3", { id: "years-title" }, t("years.title")),
      sheet(byYears, (/** @type {any} */ one) => (one.years ? t("site.years", { years: number(one.years, 1) }) : rowTitle(one.row)), byYears.find((/** @type {any} */ one) => one.years)?.row.unit),
      h("p", { class: "quiet" }, t("years.how"))]) : null,
  ];
}
