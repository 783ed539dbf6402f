// The city: what is in it, what is missing, and how far each question may be trusted here.
import { h } from "../../vendor/vue.js";
import { store } from "../../core/store.js";
import { day, number, t, word } from "../../core/i18n.js";
import { button, levelChip } from "../../core/parts.js";
import { may } from "../accounts/session.js";
import { known } from "../how/ask.js";
import { openCard } from "../how/cards.js";
import { open } from "../newcity/desk.js";
import { Counts } from "./counts.js";
import { Marks } from "./marks.js";

const FACTS = ["people", "streetKilometres", "buildings", "zones", "places", "assets"];

export function City() {
  const { city } = store;
  const missing = city.missing;
  return h("section", { "aria-labelledby": "city-title" }, [
    h("h2", { id: "city-title" }, t("city.title", { city: city.name })),
    h("dl", { class: "facts" }, FACTS.map((name) => h("div", { key: name }, [
      h("dt", t(`fact.${name}`)),
      h("dd", [known(`fact:${name}`, number(city.counts[name], name === "streetKilometres" ? 1 : 0)), name === "streetKilometres" ? h("small", " km") : null]),
    ]))),
    Marks(),
    Counts(),
    h("h3", t("city.trust")),
    city.verdicts.length === 0 ? h("p", { class: "quiet" }, t("city.noVerdicts")) : null,
    h("ul", { class: "verdicts" }, city.verdicts.map((/** @type {any} */ one, /** @type {number} */ place) =>
      h("li", { key: place }, [
        h("div", { class: "verdict-head" }, [h("b", { lang: "en" }, one.question), levelChip(one.level)]),
        h("p", { lang: "en" }, one.because),
        one.askFor ? h("p", { class: "ask" }, [h("span", t("verdict.ask")), " ", h("span", { lang: "en" }, one.askFor)]) : null,
        one.model && store.catalogue?.models.some((/** @type {any} */ model) => model.name === one.model)
          ? h("button", { type: "button", class: "link", "aria-label": `${t("how.ask")} ${one.question}`, onClick: () => openCard(one.model) }, t("how.ask")) : null,
      ]))),
    h("h3", t("city.missing")),
    missing.length === 0 ? h("p", { class: "quiet" }, t("city.complete")) : null,
    h("ul", { class: "missing" }, missing.map((/** @type {any} */ one) => h("li", { key: one.code }, missingText(one)))),
    city.remarks.length ? [h("h3", t("city.remarks")), h("ul", { class: "missing", lang: "en" }, city.remarks.map((/** @type {string} */ text) => h("li", text)))] : null,
    h("h3", t("city.kinds")),
    h("ul", { class: "chips" }, Object.entries(city.placeKinds).map(([kind, count]) =>
      h("li", { key: kind }, [word(`kind.${kind}`, kind), " ", h("b", number(/** @type {number} */ (count), 0))]))),
    h("h3", t("city.sources")),
    city.sources.length === 0 ? h("p", { class: "quiet" }, t("city.noSources")) : null,
    h("ul", { class: "sources" }, city.sources.map((/** @type {any} */ one, /** @type {number} */ place) =>
      h("li", { key: place }, [
        h("b", word(`layer.${one.layer}`, one.layer)), h("span", one.attribution || one.file),
        h("small", [one.licence || t("city.noLicence"), one.date ? ` · ${day(one.date)}` : ""]),
      ]))),
    may("operate") ? h("div", button(t("newcity.begin"), open, { icon: "plus", attributes: { id: "city-new" } })) : null,
    h("p", { class: "quiet digest" }, [`${city.projection} · `, h("span", { title: city.digest }, `${t("city.digest")} ${city.digest.slice(0, 12)}`)]),
  ]);
}

function missingText(/** @type {any} */ one) {
  const place = /^place-(.+)$/.exec(one.code);
  if (place) return t("missing.place", { kind: word(`kind.${place[1]}`, place[1]) });
  return word(`missing.${one.code}`, "") ? t(`missing.${one.code}`, { share: one.share === null ? "" : number(one.share * 100, 0) }) : one.text;
}
