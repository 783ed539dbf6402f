// A development's card: what runs off its site before and after by storm, the tank that would bring it down, what the applicant says
// beside it, and what rises around.
import { h } from "../../vendor/vue.js";
import { store } from "../../core/store.js";
import { number, t, unit } from "../../core/i18n.js";
import { button } from "../../core/parts.js";
import { knownRow } from "../how/ask.js";
import { choose } from "./runs.js";

const NAME = /^flood\.site(?:\.(\d+))?\.([a-z][a-z0-9-]*?)(?:\.([\d.]+)-years)?$/;

/** The rows of the sites, by site. */
function sites() {
  /** @type {Map<string, {storms: Map<string, any>, stated: any, around: any[]}>} */
  const found = new Map();
  for (const row of store.run?.rows ?? []) {
    const parts = NAME.exec(row.id);
    if (!parts || (row.value ?? null) === null) continue;
    const [, number_ = "1", what, years = ""] = parts;
    // What rises around is told of all sites together.
    const site = found.get(number_) ?? { storms: new Map(), stated: {}, around: [] };
    found.set(number_, site);
    if (what.startsWith("stated-")) site.stated[what] = row;
    else if (["runoff-before", "runoff-after", "detention"].includes(what)) site.storms.set(years, { ...site.storms.get(years), [what]: row });
    else site.around.push({ what, row });
  }
  return [...found];
}

/** A number and where it lies. */
function told(/** @type {any} */ row) {
  if (!row) return "–";
  const places = row.unit === "m³/s" ? (row.value < 1 ? 3 : 2) : row.unit === "m" ? 3 : row.unit === "m³" && row.value < 10 ? 1 : 0;
  const isKnown = (row.low ?? null) !== null && (row.high ?? null) !== null;
  return [h("b", knownRow(row, number(row.value, places))), isKnown ? h("small", { class: "interval" }, `${number(row.low, places)} – ${number(row.high, places)}`) : null];
}

function table(/** @type {any} */ site) {
  const stated = site.stated;
  const line = (/** @type {string} */ name, /** @type {any[]} */ cells, /** @type {string} */ key) => h("tr", { key }, [h("th", { scope: "row" }, name), ...cells.map((one) => h("td", { class: "number" }, one))]);
  return h("table", [
    h("thead", h("tr", [h("th", { scope: "col" }, t("site.storm")), h("th", { scope: "col", class: "number" }, [t("site.before"), h("small", ` ${unit("m³/s")}`)]),
      h("th", { scope: "col", class: "number" }, [t("site.after"), h("small", ` ${unit("m³/s")}`)]), h("th", { scope: "col", class: "number" }, [t("site.detention"), h("small", ` ${unit("m³")}`)])])),
    h("tbody", [
      ...[...site.storms].map(([years, storm]) => line(years ? t("site.years", { years: number(Number(years), 1) }) : t("site.supposed"),
        [told(storm["runoff-before"]), told(storm["runoff-after"]), told(storm.detention)], years || "supposed")),
      stated["stated-runoff"] || stated["stated-detention"]
        ? line(t("site.stated"), ["–", stated["stated-runoff"] ? told(stated["stated-runoff"]) : "–", stated["stated-detention"] ? told(stated["stated-detention"]) : "–"], "stated") : null,
    ]),
  ]);
}

/** The cards of the sites that are built on; nothing where nothing is. */
export function Sites() {
  const all = sites();
  if (all.length === 0) return null;
  const hasField = store.run.fields.some((/** @type {any} */ field) => field.name === "flood.site.change");
  return h("section", { class: "card sites", "aria-labelledby": "sites-title" }, [
    h("h3", { id: "sites-title" }, t("site.title")),
    ...all.map(([name, site]) => h("div", { class: "stack", key: name }, [
      all.length > 1 ? h("p", { class: "eyebrow" }, t("site.number", { number: name })) : null,
      site.storms.size ? table(site) : null,
      [...site.storms.keys()].some((years) => years) ? h("p", { class: "quiet" }, t("site.curves")) : null,
      site.around.length ? h("dl", { class: "pairs" }, site.around.map(({ what, row }) =>
        h("div", { key: what }, [h("dt", t(`site.${what}`)), h("dd", told(row))]))) : null,
      site.around.length ? h("p", { class: "quiet" }, t("site.noInterval")) : null,
      Object.keys(site.stated).length ? h("p", { class: "quiet" }, t("site.unchecked")) : null,
    ])),
    hasField ? button(t("site.show"), () => choose("flood.site.change", "scenario")) : null,
  ]);
}
