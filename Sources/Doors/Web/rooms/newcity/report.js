// What reading the files found: layers, people, what was left out by reason, what was assumed; and the way into the town.
import { h } from "../../vendor/vue.js";
import { number, t, word } from "../../core/i18n.js";
import { button } from "../../core/parts.js";
import { store } from "../../core/store.js";
import { adopt, desk } from "./desk.js";

const FACTS = ["streets", "buildings", "zones", "places", "parcels", "land"];

export function Report() {
  const { result } = desk.one;
  const left = result.skipped.reduce((/** @type {number} */ sum, /** @type {any} */ one) => sum + one.count, 0);
  return h("section", { class: "newcity-report", "aria-labelledby": "newcity-done" }, [
    h("h3", { id: "newcity-done" }, t("newcity.done", { city: result.name })),
    h("dl", { class: "facts" }, [
      h("div", [h("dt", t("fact.people")), h("dd", { id: "newcity-people-found" }, number(result.people, 0))]),
      ...FACTS.map((name) => h("div", { key: name }, [h("dt", word(`layer.${name}`, name)), h("dd", number(result.counts[name], 0))])),
    ]),
    store.city ? h("p", { class: "note" }, t("newcity.replaces", { city: store.city.name })) : null,
    result.gone.length ? h("div", { class: "note bad" }, [h("p", { class: "note-title" }, t("newcity.gone")), ...result.gone.map((/** @type {any} */ one) => h("p", { key: one.scenario }, `${one.scenario}: ${one.keys.slice(0, 4).join(", ")}${one.keys.length > 4 ? " …" : ""}`))]) : null,
    button(t("newcity.open"), adopt, { kind: "main", disabled: desk.isBusy, attributes: { id: "newcity-open" } }),
    h("details", { class: "newcity-skipped", open: left > 0 }, [
      h("summary", t("newcity.skipped", { count: number(left, 0) })),
      left === 0 ? h("p", { class: "quiet" }, t("newcity.nothingSkipped")) : h("ul", { lang: "en" }, result.skipped.map((/** @type {any} */ one, /** @type {number} */ place) => h("li", { key: place }, [
        h("b", `${number(one.count, 0)} × ${one.what}`), h("span", one.why), one.examples.length ? h("small", one.examples.slice(0, 3).join(", ") + (one.count > 3 ? " …" : "")) : null,
      ]))),
    ]),
    result.remarks.length ? h("details", [h("summary", t("newcity.assumed", { count: number(result.remarks.length, 0) })), h("ul", { class: "missing", lang: "en" }, result.remarks.map((/** @type {string} */ text, /** @type {number} */ place) => h("li", { key: place }, text)))]) : null,
  ]);
}
