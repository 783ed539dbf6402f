// A link to what is seen: with the time that runs or the moment that stands, copied, and told in words. It is an address alone: it holds
// no key and no password, and whoever opens it sees what they may see.
import { h, ref } from "../../vendor/vue.js";
import { Dialog } from "../../core/dialog.js";
import { fieldTitle, number, t } from "../../core/i18n.js";
import { button } from "../../core/parts.js";
import { announce, LAYERS, store } from "../../core/store.js";
import { write } from "../../core/url.js";
import { access } from "../accounts/session.js";
import { clock, live, things } from "../live/desk.js";
import { moment as liveMoment } from "../live/when.js";
import { moment } from "../map/clock.js";
import { roomOf } from "../rooms.js";

/** The address of the present view; without a question part, where a program may have put something of its own. */
export const linkTo = (/** @type {number|null} */ asOf) => `${location.origin}${location.pathname}${write(asOf)}`;

/** Copies a text; false where the browser lets no page do so. */
async function copied(/** @type {string} */ text, /** @type {HTMLInputElement|null} */ box) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // Without encryption there is no clipboard; what is selected may still be copied.
    box?.focus();
    box?.select();
    try { return document.execCommand("copy"); } catch { return false; }
  }
}

/** What the link brings back, line by line. */
function held(/** @type {number|null} */ asOf) {
  const { field, shown, scenario, run } = store;
  const isLive = roomOf(store.panel).id === "live";
  return [
    t("share.holds.view", { zoom: number(store.view?.zoom ?? 0, 1) }),
    t("share.holds.layers", { layers: LAYERS.filter(({ id }) => store.layers[id].visible).map(({ id }) => t(`layer.${id}`)).join(", ") || "–" }),
    scenario?.name ? t("share.holds.scenario", { title: scenario.title }) : "",
    run ? t("share.holds.run", { run: run.run.slice(0, 12) }) : "",
    field && shown ? t("share.holds.field", { field: fieldTitle(field), mode: t(`shown.${shown.mode}`) }) : "",
    field && shown && field.times.length > 1 ? t("share.holds.moment", { moment: moment(field.times[field.moment]) }) : "",
    isLive && store.thing !== null && things.has(store.thing) ? t("share.holds.thing", { thing: things.get(store.thing)?.name }) : "",
    asOf === null ? "" : t("share.holds.asOf", { moment: liveMoment(asOf) }),
    t("share.holds.panel", { panel: t(`tab.${roomOf(store.panel).words}`) }),
  ].filter(Boolean);
}

export const Share = {
  setup() {
    const now = Math.floor(clock() / 1000) * 1000;
    const asks = live.isOffered && roomOf(store.panel).id === "live";
    const frozen = store.asOf ?? now;
    const isFrozen = ref(store.asOf !== null);
    const state = ref("");
    const box = ref(/** @type {HTMLInputElement|null} */ (null));
    const asOf = () => (isFrozen.value ? frozen : null);
    const choice = (/** @type {boolean} */ value, /** @type {string} */ text) => h("label", { class: "check" }, [
      h("input", { type: "radio", name: "share-time", id: value ? "share-frozen" : "share-live", checked: isFrozen.value === value, onChange: () => { isFrozen.value = value; state.value = ""; } }), text]);
    async function copy() {
      state.value = t(await copied(linkTo(asOf()), box.value) ? "share.copied" : "share.byHand");
      announce(state.value);
    }
    return () => h(Dialog, { name: "share", title: t("share.title") }, () => [
      asks ? h("fieldset", [h("legend", t("share.time")),
        choice(false, t("share.live")), choice(true, t(store.asOf === null ? "share.frozen" : "asof.title", { moment: liveMoment(frozen) }))]) : null,
      h("label", { class: "field", for: "share-link" }, [h("span", t("share.link")),
        h("input", { id: "share-link", ref: box, type: "text", readonly: true, value: linkTo(asOf()), onFocus: () => box.value?.select() })]),
      h("div", { class: "row" }, [button(t("share.copy"), copy, { kind: "main", icon: "link", attributes: { id: "share-copy" } })]),
      h("p", { class: "quiet share-state", role: "status" }, state.value),
      h("section", { "aria-labelledby": "share-holds" }, [h("h3", { id: "share-holds" }, t("share.holds")), h("ul", { class: "missing" }, held(asOf()).map((text) => h("li", { key: text }, text)))]),
      store.scenario && !store.scenario.saved ? h("p", { class: "note" }, t("share.unsaved")) : null,
      h("p", { class: "quiet" }, t(access.session?.isOpen || access.session?.publicView ? "share.anyone" : "share.signIn")),
    ]);
  },
};
