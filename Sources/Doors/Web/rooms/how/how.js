// How it knows: where the number that was asked after comes from, the card of every model, and the sources everything is made of.
import { h } from "../../vendor/vue.js";
import { store } from "../../core/store.js";
import { day, number, t, unit, word } from "../../core/i18n.js";
import { live, streams } from "../live/desk.js";
import { back, hasBack } from "./ask.js";
import { Cards } from "./cards.js";
import { origin } from "./origin.js";

/** The origin that is asked after, above all else. */
function Origin() {
  const found = origin();
  if (!found) return null;
  return h("section", { class: "card origin", id: "origin", "aria-labelledby": "origin-title" }, [
    h("button", { type: "button", class: "link", id: "origin-back", onClick: back }, `‹ ${t(hasBack() ? "origin.back" : "origin.close")}`),
    h("span", { class: "eyebrow" }, t("origin.title")),
    h("h3", { id: "origin-title", tabindex: -1 }, found.title), ...found.body]);
}

/** The files the city was made of, as the models read them. */
function sources() {
  const { city } = store;
  return h("ul", { class: "sources" }, city.sources.map((/** @type {any} */ one, /** @type {number} */ place) => h("li", { key: place }, [
    h("b", word(`layer.${one.layer}`, word(`input.${one.layer}`, one.layer))), h("span", one.attribution || one.file),
    h("small", [one.licence || t("city.noLicence"), one.date ? ` · ${day(one.date)}` : "", one.standardError ? ` · ± ${number(one.standardError, 2)} m` : ""])])));
}

/** Numbers of this city that were looked up or assumed: each with its source and its year. */
function values() {
  const { values: all } = store.city;
  if (!all?.length) return null;
  return h("details", { class: "more" }, [
    h("summary", t("how.values", { count: number(all.length, 0) })),
    h("ul", { class: "sources" }, all.map((/** @type {any} */ one) => h("li", { key: one.name }, [
      h("b", [one.name, ": ", number(one.value, 4), one.unit ? ` ${unit(one.unit)}` : ""]), h("span", { lang: "en" }, one.source), h("small", String(one.year))])))]);
}

export function How() {
  void live.shape;
  return h("section", { class: "how-room", "aria-labelledby": "how-title" }, [
    h("h2", { id: "how-title", tabindex: -1 }, t("how.title")),
    Origin(),
    h("p", { class: "quiet" }, t("how.intro")),
    h("h3", t("how.models")),
    Cards(),
    h("h3", t("how.sources")),
    sources(),
    values(),
    live.isOffered ? h("p", [t("how.live", { count: number(streams.size, 0) }), " ", h("button", { type: "button", class: "link", onClick: () => { store.panel = "live"; } }, t("tab.live"))]) : null,
    h("p", { class: "quiet" }, t("how.same")),
    h("p", { class: "quiet digest" }, [`${t("city.digest")} `, h("span", { title: store.city.digest }, store.city.digest.slice(0, 12))]),
  ]);
}
