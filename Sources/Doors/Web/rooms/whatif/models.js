// Models that take minutes and run only for who asks for them: a tick above the button that runs.
import { h } from "../../vendor/vue.js";
import { store } from "../../core/store.js";
import { t, word } from "../../core/i18n.js";
import { edit } from "./scenarios.js";

/** Asks for a model beside those that run anyway, or no more for it. */
function ask(/** @type {string} */ name, /** @type {boolean} */ isAsked) {
  const usual = store.catalogue.models.filter((/** @type {any} */ one) => !one.isAskedFor).map((/** @type {any} */ one) => one.name);
  edit((scenario) => {
    const now = scenario.models.length ? scenario.models : usual;
    const next = isAsked ? [...now, name] : now.filter((/** @type {string} */ one) => one !== name);
    // What runs anyway needs no names.
    scenario.models = next.length === usual.length && usual.every((/** @type {string} */ one) => next.includes(one)) ? [] : next;
  });
}

/** A tick for each such model. */
export function Models() {
  const asked = (store.catalogue?.models ?? []).filter((/** @type {any} */ one) => one.isAskedFor);
  return asked.length ? h("div", { class: "checks one" }, asked.map((/** @type {any} */ one) => h("label", { key: one.name }, [
    h("input", { type: "checkbox", id: `run-${one.name}`, checked: store.scenario.models.includes(one.name), onChange: (/** @type {any} */ event) => ask(one.name, event.target.checked) }),
    word(`run.with.${one.name}`, t("run.with", { model: word(`model.${one.name}`, one.name) }))]))) : null;
}
