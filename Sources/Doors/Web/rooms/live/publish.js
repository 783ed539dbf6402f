// How a device tells its values: one line to copy, with this server's own host and port.
import { h, reactive } from "../../vendor/vue.js";
import { announce, store } from "../../core/store.js";
import { get } from "../../core/api.js";
import { t } from "../../core/i18n.js";
import { button } from "../../core/parts.js";

const state = reactive({ port: /** @type {number|null} */ (null), hasBroker: true, isCopied: false });

/** Asks where devices publish. */
export async function loadStatus() {
  try {
    const status = await get("live/status");
    state.hasBroker = Boolean(status.mqtt);
    state.port = status.mqtt?.port ?? null;
  } catch { /* the hint says the usual port */ }
}

/** The line; a place in the middle of the city, so that it shows on the map. */
function command() {
  const [longitude, latitude] = store.city.center ?? [0, 0];
  return `mosquitto_pub -h ${location.hostname} -p ${state.port ?? 1883} -t city/lamp-7 -m '{"temperature": 31.2, "lat": ${latitude.toFixed(4)}, "lon": ${longitude.toFixed(4)}}'`;
}

async function copy() {
  try {
    await navigator.clipboard.writeText(command());
    state.isCopied = true;
    announce(t("publish.copied"));
    setTimeout(() => { state.isCopied = false; }, 4000);
  } catch { getSelection()?.selectAllChildren(/** @type {Node} */ (document.getElementById("publish-line"))); }
}

/** The hint; open where there is nothing yet. */
export function Publish(/** @type {boolean} */ isOpen) {
  if (!state.hasBroker) return null;
  return h("details", { class: "more publish", open: isOpen || undefined }, [
    h("summary", t("publish.title")),
    h("p", t("publish.how")),
    h("pre", { tabindex: 0, role: "region", "aria-label": t("publish.title") }, h("code", { id: "publish-line" }, command())),
    button(t(state.isCopied ? "publish.copied" : "publish.copy"), copy),
    h("p", { class: "quiet" }, [t("publish.sensorthings"), " ", h("a", { href: "v1.1", target: "_blank", rel: "noopener" }, "/v1.1")])]);
}
