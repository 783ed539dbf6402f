// What was known at a moment of the past: a link may show the city as it was. The values come from the SensorThings API, as for any program.
import { h } from "../../vendor/vue.js";
import { announce, store } from "../../core/store.js";
import { get } from "../../core/api.js";
import { t } from "../../core/i18n.js";
import { button } from "../../core/parts.js";
import { moment } from "./when.js";

/** An interval counts when it has ended. */
const endOf = (/** @type {string} */ text) => Date.parse(text.split("/").pop() ?? "");

/**
 * The last value of each stream at a moment.
 * @returns {Promise<Map<number, any[]>>}  as events tell them: `[stream, milliseconds, result, quality]`
 */
export async function valuesAt(/** @type {number} */ time) {
  const found = new Map();
  const last = `Observations($filter=phenomenonTime le ${new Date(time).toISOString()};$orderby=phenomenonTime desc;$top=1;$select=phenomenonTime,result,resultQuality)`;
  let path = `v1.1/Datastreams?$select=id&$top=1000&$expand=${encodeURIComponent(last)}`;
  while (path) {
    // The API names the next page by the host it knows, which a proxy may have changed.
    const page = await get(new URL(path, document.baseURI).href);
    for (const { "@iot.id": id, Observations: [one] = [] } of page.value) {
      if (one) found.set(Number(id), [Number(id), endOf(one.phenomenonTime), one.result, one.resultQuality ?? null]);
    }
    const next = page["@iot.nextLink"];
    path = next ? `v1.1/Datastreams${new URL(next, document.baseURI).search}` : "";
  }
  return found;
}

/** That the past is shown, and the way back. */
export function AsOf(/** @type {() => void} */ load, hasTitle = true) {
  if (store.asOf === null) return null;
  return h("div", { class: "note as-of", role: "status" }, [
    hasTitle ? h("p", { class: "note-title" }, t("asof.title", { moment: moment(store.asOf) })) : null, h("p", t("asof.what")),
    button(t("asof.now"), () => { store.asOf = null; announce(t("live.title")); load(); requestAnimationFrame(() => document.getElementById("live-title")?.focus()); })]);
}
