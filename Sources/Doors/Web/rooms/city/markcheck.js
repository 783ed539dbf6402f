// How the model does beside the town's flood marks: asked for, followed, and told beside two guesses that need no model — that it never floods, and
// that it is always as deep as on average.
import { h } from "../../vendor/vue.js";
import { number, t } from "../../core/i18n.js";
import { button, errorNote, levelChip } from "../../core/parts.js";
import { checking } from "./checking.js";

const { state, load, begin, progress } = checking("check", "mark-check", "check");
export { load as loadMarkCheck };

const OUTCOMES = ["hits", "misses", "falseAlarms", "dry"];

/** The model and the guess that nothing floods, in marks; it has every dry mark right and misses every wet one. */
function scores(/** @type {any} */ check) {
  const never = { hits: 0, misses: check.hits + check.misses, falseAlarms: 0, dry: check.dry + check.falseAlarms };
  const row = (/** @type {string} */ name, /** @type {any} */ side) => h("tr", { key: name }, [
    h("th", { scope: "row" }, t(`check.${name}`)), ...OUTCOMES.map((one) => h("td", { class: "number" }, number(side[one], 0)))]);
  return h("table", { class: "scores" }, [
    h("caption", t("check.counted", { count: number(check.marks, 0) })),
    h("thead", h("tr", [h("td"), ...["hits", "misses", "false", "dry"].map((name) => h("th", { scope: "col", class: "number" }, t(`check.${name}`)))])),
    h("tbody", [row("model", check), row("never", never)])]);
}

/** Each mark beside what the model says there. */
const pairs = (/** @type {any} */ check) => h("details", { class: "more" }, [
  h("summary", t("check.every")),
  h("div", { class: "table-wrap", tabindex: 0, role: "region", "aria-label": t("check.every") }, h("table", { class: "indicators" }, [
    h("caption", { class: "hidden" }, t("check.every")),
    h("thead", h("tr", [h("th", { scope: "col" }, t("marks.where")), ...["told", "model"].map((name) => h("th", { scope: "col", class: "number" }, [t(`check.${name}`), h("small", " m")]))])),
    h("tbody", check.pairs.map((/** @type {any} */ one, /** @type {number} */ place) => h("tr", { key: place }, [
      h("th", { scope: "row" }, [`${one.position[1].toFixed(4)}, ${one.position[0].toFixed(4)}`, h("small", ` ${one.date}`)]),
      h("td", { class: "number" }, one.told === 0 ? t("marks.dryShort") : number(one.told, 2)), h("td", { class: "number" }, number(one.modelled, 2))])))]))]);

/** The check and its button; nothing where no mark is known. */
export function MarkCheck(/** @type {number} */ marks) {
  const { check, error } = state;
  if (!check && !marks) return null;
  const isBehind = check && (check.isOld || marks > check.marks + check.left);
  const metres = (/** @type {number} */ value) => `${number(value, 2)} m`;
  const pair = (/** @type {string} */ name, /** @type {string} */ value) => h("div", { key: name }, [h("dt", name), h("dd", value)]);
  return h("div", { class: "card town-check mark-check" }, [
    h("header", [h("h3", t("check.title")), check ? levelChip(check.level) : null]),
    check ? [
      scores(check),
      h("dl", { class: "pairs" }, [
        pair(`${t("check.error")}, ${t("check.model")}`, metres(check.error)), pair(`${t("check.error")}, ${t("check.guess")}`, metres(check.guess)),
        pair(t("check.bias"), metres(check.bias)), pair(t("check.shuffled"), `${number(100 * check.shuffledAsGood, 1)} %`)]),
      h("p", { class: "quiet", lang: "en" }, check.because),
      pairs(check),
      isBehind ? h("p", { class: "closed-note" }, t("check.old")) : null,
    ] : h("p", { class: "quiet" }, t("check.none")),
    error ? errorNote(error) : null,
    progress() ?? (marks ? button(t("check.run"), begin, { kind: check && !isBehind ? "plain" : "main", attributes: { id: "check-run" } }) : null),
  ]);
}
