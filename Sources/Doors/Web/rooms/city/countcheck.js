// How the demand made from the map does beside the town's counts: alone, fitted to them, and on streets left out of the fit — your town first.
import { h } from "../../vendor/vue.js";
import { number, t } from "../../core/i18n.js";
import { button, errorNote, levelChip } from "../../core/parts.js";
import { checking } from "./checking.js";

const { state, load, begin, progress } = checking("counts/check", "count-check", "countcheck");
export { load as loadCheck };

const head = (/** @type {string} */ name) => h("th", { scope: "col", class: "number" }, name);
const cell = (/** @type {number|null} */ value, unit = "") => h("td", { class: "number" }, value === null ? "–" : `${number(value, 0)}${unit}`);

/** The errors beside each other, the constant guess last. */
function scores(/** @type {any} */ check) {
  const rows = ["before", "heldOut", "fitted", "guess"].filter((name) => check[name]);
  return h("table", { class: "scores" }, [
    h("caption", `${t("countcheck.hours", { count: number(check.hours, 0) })}, ${t("counts.streets", { count: number(check.streets, 0) })}`),
    h("thead", h("tr", [h("td"), head("GEH\u00a0<\u00a05"), head(t("countcheck.error"))])),
    h("tbody", rows.map((name) => h("tr", { key: name }, [
      h("th", { scope: "row" }, t(`countcheck.${name}`)), cell(check[name].goodShare * 100, " %"), cell(check[name].error)])))]);
}

/** Each street and hour. */
function pairs(/** @type {any} */ check) {
  return h("details", { class: "more" }, [
    h("summary", t("countcheck.every")),
    h("div", { class: "table-wrap", tabindex: 0, role: "region", "aria-label": t("countcheck.every") }, h("table", { class: "indicators" }, [
      h("caption", { class: "hidden" }, t("countcheck.every")),
      h("thead", h("tr", [h("th", { scope: "col" }, t("counts.street")), head(t("countcheck.counted")), ...["before", "heldOut", "fitted", "guess"].map((name) => head(t(`countcheck.${name}.short`)))])),
      h("tbody", check.pairs.map((/** @type {any} */ one, /** @type {number} */ place) => h("tr", { key: place }, [
        h("th", { scope: "row" }, [one.street || one.key, h("small", ` ${t(`countcheck.${one.direction}`)}, ${one.from}–${one.to}`)]),
        cell(one.counted), cell(one.before), cell(one.heldOut), cell(one.fitted), cell(one.guess)])))]))]);
}

/** The check and its button; nothing where nothing was ever counted. */
export function CountCheck(/** @type {boolean} */ hasCounts) {
  const { check, error } = state;
  if (!check && !hasCounts) return null;
  const running = progress();
  return h("div", { class: "card town-check count-check" }, [
    h("header", [h("h3", t("countcheck.title")), check ? levelChip(check.level) : null]),
    check ? [
      h("p", { class: ["use", check.isUsed ? "used" : ""] }, t(check.isUsed ? "countcheck.used" : "countcheck.unused")),
      scores(check),
      h("p", { class: "quiet" }, t("countcheck.what")),
      check.isUsed ? null : h("p", { lang: "en" }, check.use),
      h("p", { class: "quiet", lang: "en" }, check.because),
      ...check.left.map((/** @type {any} */ one) => h("p", { class: "quiet", lang: "en", key: one.why }, `${one.count} × ${one.why}${one.examples.length ? ` (${one.examples.join(", ")})` : ""}`)),
      pairs(check),
      check.isOld ? h("p", { class: "closed-note" }, t("countcheck.old")) : null,
    ] : h("p", { class: "quiet" }, t("countcheck.none")),
    error ? errorNote(error) : null,
    running ?? (hasCounts ? button(t("countcheck.run"), begin, { kind: check && !check.isOld ? "plain" : "main" }) : null),
  ]);
}
