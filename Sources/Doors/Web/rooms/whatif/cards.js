// The numbers that change while one draws: four cards above the scenario, each an estimate, with what the applicant says beside it.
import { h } from "../../vendor/vue.js";
import { difference, number, t, unit, word } from "../../core/i18n.js";
import { estimate } from "./estimate.js";

/** @typedef {import("./estimate.js").Row} Row */

const MODES = { walk: "walk", cycle: "cycle", car: "car" };

/** What a row is called. */
function title(/** @type {Row} */ row) {
  const access = /^access\.([^.]+)\.([^.]+)\.people-within-(\d+)$/.exec(row.id);
  if (access) return t("estimate.access", { place: word(`kind.${access[1]}`, access[1]), mode: word(`mode.${MODES[access[2]]}`, access[2]), minutes: access[3] });
  return word(`estimate.${row.id}`, row.id);
}

const by = (/** @type {Row} */ row) => (row.estimate ?? 0) - (row.baseline ?? 0);
const digits = (/** @type {Row} */ row) => (row.unit === "km" ? 2 : row.unit === "m³/s" ? 3 : 0);

/** The row a topic's card tells: the one that changes most, or the first. */
function foremost(/** @type {string} */ topic) {
  const rows = (estimate.answer?.rows ?? []).filter((row) => row.topic === topic);
  const told = rows.filter((row) => row.estimate !== undefined);
  const weight = (/** @type {Row} */ row) => Math.abs(by(row)) / Math.max(1, Math.abs(row.baseline ?? 0));
  if (topic === "trips" || topic === "exposure") return told[0] ?? rows[0];
  if (topic === "runoff") return told.find((row) => row.id === "runoff.peak") ?? told[0] ?? rows[0];
  return told.reduce((/** @type {Row|undefined} */ best, row) => (!best || weight(row) > weight(best) + 1e-9 ? row : best), undefined) ?? rows[0];
}

function delta(/** @type {Row} */ row) {
  const change = by(row);
  const isSame = Math.abs(change) < 0.5 / 10 ** digits(row);
  const how = isSame || row.better === "neither" ? "" : (change > 0) === (row.better === "more") ? "better" : "worse";
  return h("span", { class: ["delta", how] }, isSame ? t("estimate.same")
    : [h("span", { "aria-hidden": "true" }, change > 0 ? "▲ " : "▼ "), difference(change, digits(row)), how ? h("span", { class: "hidden" }, ` ${t(`judged.${how}`)}`) : null]);
}

/** The applicant's figure and how far ours is from it. */
function stated(/** @type {Row} */ row) {
  if (row.stated === undefined) return null;
  const away = (row.estimate ?? 0) - row.stated;
  const part = row.stated > 0 ? ` (${difference((away / row.stated) * 100, 0)} %)` : "";
  return h("p", { class: "kpi-stated" }, [t("estimate.stated", { figure: `${number(row.stated, digits(row))} ${unit(row.unit)}` }), h("br"), t("estimate.ours", { difference: `${difference(away, digits(row))}${part}` })]);
}

/** What stands small beneath a card's number. */
function beside(/** @type {string} */ topic) {
  const row = (/** @type {string} */ id) => estimate.answer?.rows.find((one) => one.id === id);
  if (topic === "trips") {
    const hour = row("traffic.site.busiest-hour");
    return hour?.estimate ? t("estimate.busiest", { trips: number(hour.estimate, 0), hour: /(\d+):00/.exec(hour.because)?.[1] ?? "" }) : "";
  }
  if (topic === "runoff") {
    const volume = row("runoff.volume");
    return volume?.estimate !== undefined ? t("estimate.volume", { volume: difference(by(volume), 0) }) : "";
  }
  return "";
}

function card(/** @type {string} */ topic) {
  const row = foremost(topic);
  const isTold = row?.estimate !== undefined;
  return h("li", { class: "kpi", key: topic, "data-topic": topic }, [
    h("p", { class: "kpi-title" }, row && isTold ? title(row) : t(`estimate.topic.${topic}`)),
    isTold ? h("p", { class: "kpi-number" }, [h("b", number(row.estimate, digits(row))), h("small", ` ${unit(row.unit)} `), delta(row)]) : h("p", { class: "kpi-none" }, t(row?.standing === "run-to-know" ? "estimate.run" : row ? "estimate.unknown" : "estimate.none")),
    beside(topic) ? h("p", { class: "kpi-more" }, beside(topic)) : null,
    isTold ? stated(row) : null,
  ]);
}

/** All rows with how each was come by. */
const table = () => h("details", { class: "kpi-how", key: "estimates-how" }, [
  h("summary", t("estimate.how")),
  h("div", { class: "table-wrap" }, h("table", [
    h("thead", h("tr", [h("th", { scope: "col" }, t("estimate.what")), h("th", { scope: "col", class: "number" }, t("estimate.before")), h("th", { scope: "col", class: "number" }, t("estimate.after"))])),
    h("tbody", (estimate.answer?.rows ?? []).map((row, place, rows) => [
      h("tr", { key: row.id }, [h("th", { scope: "row" }, [row.estimate === undefined ? t(`estimate.topic.${row.topic}`) : title(row), h("small", { class: "standing" }, ` ${t(`estimate.standing.${row.standing}`)}`)]),
        h("td", { class: "number" }, row.estimate === undefined ? "–" : number(row.baseline, digits(row))), h("td", { class: "number" }, row.estimate === undefined ? "–" : `${number(row.estimate, digits(row))} ${unit(row.unit)}`)]),
      // Rows that were come by in one way share its sentence, under the last of them.
      row.topic === "access" && rows[place + 1]?.topic === "access" ? null : h("tr", { key: `${row.id}/because`, class: "because" }, h("td", { colspan: 3, lang: "en" }, row.because))])),
  ])),
  estimate.answer?.rain ? h("p", { class: "quiet", lang: "en" }, estimate.answer.rain) : null,
  h("ul", { class: "quiet" }, (estimate.answer?.leavesOut ?? []).map((text) => h("li", { key: text, lang: "en" }, text))),
]);

/** The cards; nothing before the first answer. */
export function EstimateCards() {
  if (!estimate.answer && !estimate.complaint) return null;
  return [h("section", { class: ["estimates", estimate.complaint ? "stale" : ""], "aria-labelledby": "estimates-title", "data-milliseconds": Math.round(estimate.milliseconds), key: "estimates" }, [
    h("header", [h("h3", { id: "estimates-title" }, t("estimate.title")), h("span", { class: "tag" }, t("estimate.tag"))]),
    estimate.complaint ? h("p", { class: "complaint", lang: "en", role: "status" }, estimate.complaint === "offline" ? t("error.offline") : estimate.complaint) : null,
    estimate.answer ? h("ul", { class: "kpis" }, ["access", "exposure", "trips", "runoff"].map(card)) : null,
    estimate.answer ? h("p", { class: "kpi-run" }, t("estimate.runToKnow")) : null,
  ]), estimate.answer ? table() : null];
}
