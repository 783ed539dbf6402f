// How each model knows what it says: what was measured, here first, and where; what it leaves out; how it works and by whom.
import { h, nextTick, ref } from "../../vendor/vue.js";
import { store } from "../../core/store.js";
import { t, word } from "../../core/i18n.js";

const opened = ref("");
const PARTS = ["measured", "limits", "inputs", "sources"];

/** Shows the card of a model. */
export async function openCard(/** @type {string} */ model) {
  opened.value = model;
  store.panel = "city";
  await nextTick();
  const card = document.getElementById(`card-${model}`);
  card?.scrollIntoView({ block: "start" });
  card?.querySelector("summary")?.focus();
}

const part = (/** @type {string} */ name, /** @type {string[]} */ texts) => (texts.length === 0 ? null
  : h("div", { key: name }, [h("h4", t(`cards.${name}`)), h("ul", { lang: "en" }, texts.map((text) => h("li", { class: { own: text.startsWith("Your town:") } }, text)))]));

/** The cards of all models of this city. */
export function Cards() {
  const models = store.catalogue?.models ?? [];
  if (models.length === 0) return null;
  return [
    h("h3", t("cards.title")),
    h("div", { class: "model-cards" }, models.map((/** @type {any} */ one) => h("details", {
      key: one.name, id: `card-${one.name}`, open: opened.value === one.name,
      onToggle: (/** @type {any} */ event) => { if (event.target.open) opened.value = one.name; else if (opened.value === one.name) opened.value = ""; },
    }, [
      h("summary", [h("b", word(`model.${one.name}`, one.name)), h("span", { lang: "en" }, one.purpose)]),
      h("p", { lang: "en" }, one.method),
      ...PARTS.map((name) => part(name, one[name])),
      h("p", { class: "quiet" }, t("cards.version", { version: one.version }))]))),
  ];
}
