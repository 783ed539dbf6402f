// What is happening now: alerts, new devices, the last value of everything, a thing with its charts, and how feeds do.
import { h, watch } from "../../vendor/vue.js";
import { store } from "../../core/store.js";
import { get } from "../../core/api.js";
import { t } from "../../core/i18n.js";
import { later } from "../../core/later.js";
import { errorNote, waiting } from "../../core/parts.js";
import { live, load, streams, tick } from "./desk.js";
import { follow, on } from "./events.js";
import { AsOf } from "./asof.js";
import { Alerts, loadAlerts } from "./alerts.js";
import { Feeds, loadFeeds } from "./feeds.js";
import { FromNow } from "./fromnow.js";
import { Inbox, inbox, loadInbox, placed } from "./inbox.js";
import { KIND_NAMES } from "./reading.js";
import { Now } from "./now.js";
import { Publish, loadStatus } from "./publish.js";
import { SHAPES } from "./signs.js";
import { moment } from "./when.js";

const Thing = later(() => import("./thing.js"), "Thing", 8);

/** Begins to listen, where the server has anything live: its own list of addresses tells. */
export async function beginLive() {
  let paths = [];
  try { paths = Object.keys((await get("openapi.json")).paths); } catch { return; }
  const offers = (/** @type {string} */ path) => paths.some((one) => one.endsWith(`/api/v1/live/${path}`));
  live.offers = Object.fromEntries(["inbox", "alerts", "feeds", "status"].map((name) => [name, offers(name)]));
  live.isOffered = offers("latest");
  if (!live.isOffered) {
    if (store.panel === "live") store.panel = "whatif";
    return;
  }
  if (live.offers.inbox) on("inbox", loadInbox);
  if (live.offers.alerts) on("alerts", loadAlerts);
  if (live.offers.feeds) on("feeds", loadFeeds);
  if (live.offers.status) loadStatus();
  watch(() => store.picking, placed);
  watch(() => store.thing, () => { document.getElementById("panel-body")?.scrollTo(0, 0); });
  setInterval(() => { if (!document.hidden) tick(); }, 2000);
  follow();
}

function legend() {
  const sign = (/** @type {string} */ kind, /** @type {string} */ state) => h("svg", { class: ["sign", kind, state], viewBox: "-1 -1 22 22", "aria-hidden": "true" }, [
    h("path", { d: SHAPES[kind] }), state === "new" ? h("path", { class: "plus", d: "M10 6.5v7M6.5 10h7" }) : null]);
  return h("details", { class: "more" }, [
    h("summary", t("live.legend")),
    h("ul", { class: "legend-rows" }, [
      ...KIND_NAMES.map((kind) => h("li", { key: kind }, [sign(kind, ""), t(`live.kind.${kind}`)])),
      h("li", [sign("other", "late"), t("live.legend.late")]), h("li", [h("span", { class: "sign flag-only", "aria-hidden": "true" }, "⚠"), t("live.legend.doubtful")]),
      h("li", [sign("other", "new"), t("live.legend.new")])]),
    h("p", { class: "quiet" }, t("live.legend.how")),
    h("label", { class: "check" }, [h("input", { type: "checkbox", id: "live-on-map", checked: live.isOnMap, onChange: (/** @type {any} */ event) => { live.isOnMap = event.target.checked; } }), t("live.onMap")])]);
}

const line = () => h("span", { class: ["line", live.connection], role: "status" }, [h("i", { "aria-hidden": "true" }), t(`live.connection.${live.connection}`)]);

/** The panel. */
export function Live() {
  if (store.thing !== null && live.isLoaded) return h(Thing, { key: store.thing });
  void live.shape;
  const isEmpty = live.isLoaded && streams.size === 0;
  return h("section", { class: "live", "aria-labelledby": "live-title" }, [
    h("header", { class: "live-head" }, [h("h2", { id: "live-title", tabindex: -1 }, store.asOf === null ? t("live.title") : t("asof.title", { moment: moment(store.asOf) })), store.asOf === null ? line() : null]),
    live.error && !live.isLoaded ? errorNote(live.error, load) : null,
    AsOf(load, false),
    store.asOf === null ? [Alerts(), Inbox()] : null,
    !live.isLoaded ? waiting(6) : isEmpty ? h("p", { class: "quiet" }, t(inbox.entries.length ? "live.emptyButNew" : "live.empty")) : h(Now),
    live.isLoaded && !isEmpty && store.asOf === null ? FromNow() : null,
    Feeds(),
    Publish(isEmpty && inbox.entries.length === 0),
    legend(),
  ]);
}
