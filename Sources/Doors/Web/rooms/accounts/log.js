// Who changed what, the newest first.
import { h } from "../../vendor/vue.js";
import { store } from "../../core/store.js";
import { t } from "../../core/i18n.js";

const time = (/** @type {number} */ milliseconds) =>
  new Intl.DateTimeFormat(store.lang, { dateStyle: "short", timeStyle: "medium", timeZone: store.city?.timeZone }).format(new Date(milliseconds));

/** The latest rows of the log. */
export function Log(/** @type {any} */ log) {
  if (!log?.items.length) return null;
  return h("section", { class: "card" }, [
    h("h3", { id: "log-title" }, t("log.title")),
    h("details", [h("summary", t("log.show", { count: log.items.length, total: log.total })),
      h("div", { class: "table-wrap", tabindex: 0, role: "region", "aria-labelledby": "log-title" }, h("table", [
        h("thead", h("tr", [t("log.time"), t("log.who"), t("log.what"), t("log.end")].map((text) => h("th", { scope: "col", key: text }, text)))),
        h("tbody", log.items.map((/** @type {any} */ row) => h("tr", { key: row.id }, [
          h("td", time(row.time)), h("th", { scope: "row" }, row.who), h("td", [h("span", { lang: "en" }, row.summary), h("small", { class: "key" }, ` ${row.method} ${row.path}`)]), h("td", row.status ?? "–")])))])),
      h("p", { class: "quiet" }, t("log.kept"))]),
  ]);
}
