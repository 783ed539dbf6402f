// How the feeds do that bring data from elsewhere: when one succeeded last, what was wrong, how much came.
import { h, reactive } from "../../vendor/vue.js";
import { get } from "../../core/api.js";
import { number, t } from "../../core/i18n.js";
import { live } from "./desk.js";
import { agoText } from "./reading.js";

const state = reactive({ items: /** @type {any[]} */ ([]) });

/** Asks for them. */
export async function loadFeeds() {
  try {
    const answer = await get("live/feeds");
    state.items = Array.isArray(answer) ? answer : answer.items ?? [];
  } catch { /* what was known stands; the page says that the server is away */ }
}

const time = (/** @type {any} */ value) => (value === null || value === undefined ? null : typeof value === "number" ? value : Date.parse(value));
/** Well, late, or failing; the server's own word where it has one. */
const conditionOf = (/** @type {any} */ one) => one.condition ?? (one.lastError ? "failing" : time(one.lastSuccess) === null ? "waiting" : "well");
const SIGNS = { well: "✓", waiting: "…", stale: "◐", failing: "✕", broken: "✕" };

/** The list; nothing where there are no feeds. */
export function Feeds() {
  if (!live.offers.feeds || state.items.length === 0) return null;
  const isBad = state.items.some((one) => ["failing", "broken"].includes(conditionOf(one)));
  const pair = (/** @type {string} */ name, /** @type {string} */ text) => h("div", { key: name }, [h("dt", name), h("dd", text)]);
  return h("details", { class: "more feeds", open: isBad || undefined, key: "feeds" }, [
    h("summary", t("feeds.title", { count: state.items.length })),
    h("ul", { class: "stack" }, state.items.map((one) => {
      const condition = conditionOf(one);
      return h("li", { class: "card", key: one.name }, [
        h("header", [h("h4", one.title || one.name), h("span", { class: ["level", condition === "well" ? "fit" : condition === "failing" || condition === "broken" ? "cannot" : "screeningOnly"] },
          [h("span", { "aria-hidden": "true" }, SIGNS[condition] ?? "?"), ` ${t(`feeds.condition.${condition}`)}`])]),
        one.lastError ? h("p", { class: "complaint", lang: "en" }, one.lastError) : null,
        h("dl", { class: "pairs" }, [
          pair(t("feeds.lastSuccess"), agoText(time(one.lastSuccess), live.now)), pair(t("feeds.newest"), agoText(time(one.newest), live.now)),
          pair(t("feeds.taken"), number(one.taken ?? 0, 0)), pair(t("feeds.skipped"), number(one.skipped ?? 0, 0))])]);
    })),
  ]);
}
