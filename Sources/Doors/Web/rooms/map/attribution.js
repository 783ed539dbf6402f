// Who made the map's data. The library's own control is not used: these lines are text, whatever a source calls itself.
import { h } from "../../vendor/vue.js";
import { store } from "../../core/store.js";
import { t } from "../../core/i18n.js";

export function Attribution() {
  const named = [...new Set(store.city.sources.map((/** @type {any} */ one) => one.attribution).filter(Boolean))];
  return h("footer", { class: "attribution" }, [
    named.length ? `${t("attribution.data")} ${named.join(" · ")}` : t("attribution.none"), store.mapError ? "" : " · MapLibre"]);
}
