// How each model knows what it says: what it answers, what was measured and where, what it leaves out, what it reads, how it works and by whom.
import { h, nextTick, ref } from "../../vendor/vue.js";
import { store } from "../../core/store.js";
import { number, t, word } from "../../core/i18n.js";
import { levelChip } from "../../core/parts.js";
import { MEASURED } from "./measured.js";

const opened = ref("");
const PARTS = ["limits", "inputs", "sources"];

/** Shows the card of a model. */
export async function openCard(/** @type {string} */ model) {
  opened.value = model;
  store.asked = "";
  store.panel = "how";
  await nextTick();
  const card = document.getElementById(`card-${model}`);
  card?.scrollIntoView({ block: "start" });
  card?.querySelector("summary")?.focus();
}

/** What a model reads, by its own name in the reader's language where there is one. */
export const inputText = (/** @type {string} */ name) => word(`input.${name}`, word(`layer.${name}`, word(`change.${name}`, name)));

const SMALL = "⁰¹²³⁴⁵⁶⁷⁸⁹";

/** A figure with the digits that matter, very small ones as a power of ten. */
export function figure(/** @type {number} */ value) {
  if (value === 0 || Math.abs(value) >= 1e-3) return number(value, 3);
  const power = Math.floor(Math.log10(Math.abs(value)) + 1e-9);
  return `${number(value / 10 ** power, 1)} · 10⁻${[...String(-power)].map((digit) => SMALL[Number(digit)]).join("")}`;
}

const part = (/** @type {string} */ name, /** @type {string[]} */ texts) => (texts.length === 0 ? null
  : h("div", { key: name }, [h("h4", t(`cards.${name}`)), h("ul", { lang: name === "inputs" ? undefined : "en" }, texts.map((text) =>
    h("li", { key: text, class: { own: text.startsWith("Your town:") } }, name === "inputs" ? inputText(text) : text)))]));

/** Errors as figures, each with what it was measured against; then what the model says itself, this town's own first. */
export function measuredOf(/** @type {any} */ model) {
  const found = MEASURED.filter((one) => one.model === model.name);
  const said = model.measured.filter((/** @type {string} */ text) => found.length === 0 || text.startsWith("Your town:"));
  if (found.length + said.length === 0) return null;
  return h("div", { class: "measured" }, [
    h("h4", t("cards.measured")),
    said.length ? h("ul", { lang: "en" }, said.map((/** @type {string} */ text) => h("li", { key: text, class: { own: text.startsWith("Your town:") } }, text))) : null,
    found.length ? h("dl", { class: "figures" }, found.map((one) => h("div", { key: one.word, class: { short: one.isShort } }, [
      h("dt", t(`measured.${one.word}`)),
      h("dd", [h("b", t("measured.figure", { figure: one.figure.map(figure).join(" – "), unit: one.unit }).trim()),
        one.isShort ? h("span", { class: "flag" }, t("measured.short")) : null, h("small", { class: "key" }, one.source)])]))) : null]);
}

function card(/** @type {any} */ one) {
  const verdicts = store.city.verdicts.filter((/** @type {any} */ verdict) => verdict.model === one.name);
  return h("details", {
    key: one.name, id: `card-${one.name}`, open: opened.value === one.name,
    onToggle: (/** @type {any} */ event) => { if (event.target.open) opened.value = one.name; else if (opened.value === one.name) opened.value = ""; },
  }, [
    h("summary", [h("b", word(`model.${one.name}`, one.name)), h("span", { lang: store.lang === "en" ? undefined : "en" }, one.purpose)]),
    h("p", { lang: "en" }, one.method),
    verdicts.length ? h("div", [h("h4", t("cards.verdicts")), h("ul", { class: "card-verdicts" }, verdicts.map((/** @type {any} */ verdict) =>
      h("li", { key: verdict.question }, [levelChip(verdict.level), " ", h("span", { lang: "en" }, verdict.question)])))]) : null,
    measuredOf(one),
    ...PARTS.map((name) => part(name, one[name])),
    h("p", { class: "quiet" }, t("cards.version", { version: one.version }))]);
}

/** The cards of all models of this city. */
export const Cards = () => h("div", { class: "model-cards" }, (store.catalogue?.models ?? []).map(card));
