// Whether what is live is live: the badge is lit while values come in, and grey with their age when they stall or something else is looked at.
import { h } from "../../vendor/vue.js";
import { store } from "../../core/store.js";
import { t } from "../../core/i18n.js";
import { live, streams } from "../live/desk.js";
import { isLate, shortAge } from "../live/reading.js";
import { hasLive, isInRun, toNow } from "./timeline.js";

let kept = { key: "", newest: -Infinity, isStalled: false };

/** The newest value of all, and whether each stream is late; of thousands, asked seldom. */
function freshness() {
  const key = `${live.version} ${live.shape} ${Math.floor(live.now / 10_000)}`;
  if (kept.key === key) return kept;
  let newest = -Infinity;
  let isStalled = true;
  for (const one of streams.values()) {
    if (one.time !== null && one.time > newest) newest = one.time;
    if (isStalled && !isLate(one, live.now)) isStalled = false;
  }
  kept = { key, newest, isStalled };
  return kept;
}

/** The state of the badge and what it says besides its word. */
export function liveState() {
  if (store.asOf !== null || isInRun()) return { state: "away", age: "" };
  const { newest, isStalled } = freshness();
  const age = Number.isFinite(newest) ? shortAge(live.now - newest) : "";
  return { state: live.connection !== "open" || isStalled ? "stalled" : "on", age };
}

/** The badge, which leads back to now. */
export function LiveBadge() {
  if (!hasLive()) return null;
  const { state, age } = liveState();
  const what = t(`timeline.live.${state}`, { age });
  return h("button", { type: "button", class: ["live-badge", state], id: "live-badge", title: what, "aria-label": `${t("timeline.live")}. ${what}`, onClick: toNow }, [
    h("i", { "aria-hidden": "true" }), h("b", t("timeline.live")), state === "stalled" && age ? h("span", age) : null]);
}
