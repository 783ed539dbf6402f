// What people were warned of: how bad, what, since when, what it knew; agreed to be seen with a note.
import { h, reactive } from "../../vendor/vue.js";
import { announce, store } from "../../core/store.js";
import { get, send } from "../../core/api.js";
import { t, word } from "../../core/i18n.js";
import { button } from "../../core/parts.js";
import { live, things } from "./desk.js";
import { moment } from "./when.js";
import { agoText, valueText } from "./reading.js";
import { flyTo } from "../map/map.js";
import { openThing } from "./marks.js";

/** The worst first, as CAP 1.2 orders them. */
const SEVERITIES = ["extreme", "severe", "moderate", "minor", "unknown"];
const SIGNS = { extreme: "‼", severe: "!", moderate: "▲", minor: "△", unknown: "?" };
/** Past ones that are shown. */
const PAST = 10;

export const alerts = reactive({ items: /** @type {any[]} */ ([]), version: 0, error: "", /** Whose note is being typed. */ open: "", note: "", isSending: false });

let known = new Set(/** @type {string[]} */ ([]));

/** Asks for them; says new ones aloud. */
export async function loadAlerts() {
  try {
    const answer = await get("live/alerts");
    const items = Array.isArray(answer) ? answer : answer.items ?? [];
    const raised = items.filter((/** @type {any} */ one) => one.state === "raised");
    const fresh = raised.filter((/** @type {any} */ one) => !known.has(String(one.id)));
    if (fresh.length && alerts.version > 0) announce(t("alerts.new", { headline: fresh[0].headline ?? fresh[0].rule }));
    known = new Set(raised.map((/** @type {any} */ one) => String(one.id)));
    alerts.items = items;
    alerts.error = "";
  } catch (error) {
    alerts.error = /** @type {any} */ (error).status === 404 ? "" : error instanceof Error ? error.message : String(error);
  }
  alerts.version += 1;
}

/** How bad, as CAP has it. */
export const severityOf = (/** @type {any} */ one) => { const name = String(one.severity ?? "unknown").toLowerCase(); return SEVERITIES.includes(name) ? name : "unknown"; };
/** Its place among those: the worst has none before it. */
export const rank = (/** @type {any} */ one) => SEVERITIES.indexOf(severityOf(one));
/** A moment, however it is told. */
export const timeOf = (/** @type {any} */ value) => (typeof value === "number" ? value : Date.parse(value));
/** Alerts say addresses and words; only raised ones wait for somebody. */
export const raisedCount = () => alerts.items.filter((one) => one.state === "raised").length;

async function acknowledge(/** @type {any} */ one) {
  alerts.isSending = true;
  alerts.error = "";
  try {
    await send("POST", `live/alerts/${encodeURIComponent(one.id)}/acknowledge`, { note: alerts.note.trim() });
    announce(t("alerts.acknowledgedNow"));
    alerts.open = "";
    alerts.note = "";
    await loadAlerts();
    requestAnimationFrame(() => document.getElementById("live-title")?.focus());
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    alerts.error = text === "offline" ? t("error.offline") : text;
  }
  alerts.isSending = false;
}

function knew(/** @type {any[]} */ list) {
  return h("details", { class: "more" }, [
    h("summary", t("alerts.knew")),
    h("ul", { class: "missing" }, list.map((one, place) => h("li", { key: place }, [
      one.thing && things.has(one.thing) ? h("button", { type: "button", class: "link", onClick: () => openThing(one.thing) }, String(one.name ?? one.stream)) : String(one.name ?? one.stream), ": ",
      h("b", valueText(one.value, one.unit ?? "")), one.time ? `, ${moment(timeOf(one.time))}` : ""])))]);
}

function item(/** @type {any} */ one) {
  const severity = severityOf(one);
  const isOpen = alerts.open === String(one.id);
  return h("li", { class: ["card", "alert", severity, one.state], key: one.id }, [
    h("p", { class: "alert-line" }, [h("span", { class: ["severity", severity] }, [h("span", { "aria-hidden": "true" }, SIGNS[severity]), ` ${t(`alerts.severity.${severity}`)}`]), h("span", { class: "quiet" }, word(`alerts.state.${one.state}`, one.state))]),
    h("h4", one.headline || one.rule),
    one.description ? h("p", one.description) : null,
    h("p", { class: "quiet" }, [t("alerts.since", { time: moment(timeOf(one.since)) }), ` (${agoText(timeOf(one.since), live.now)})`]),
    one.knew?.length ? knew(one.knew) : null,
    isOpen ? h("form", { class: "fields", onSubmit: (/** @type {Event} */ event) => { event.preventDefault(); acknowledge(one); } }, [
      h("label", { class: "field", for: `alert-note-${one.id}` }, [h("span", t("alerts.note")), h("input", { id: `alert-note-${one.id}`, type: "text", maxlength: 500, value: alerts.note, onInput: (/** @type {any} */ event) => { alerts.note = event.target.value; } })]),
      h("div", { class: "row" }, [h("button", { type: "submit", class: "button main", disabled: alerts.isSending }, t("alerts.acknowledge")), button(t("form.cancel"), () => { alerts.open = ""; })])])
      : h("div", { class: "row" }, [
        one.state === "raised" ? button(t("alerts.acknowledge"), () => {
          alerts.open = String(one.id);
          alerts.note = "";
          requestAnimationFrame(() => document.getElementById(`alert-note-${one.id}`)?.focus());
        }, { kind: "main", attributes: { "aria-label": `${t("alerts.acknowledge")}: ${one.headline || one.rule}` } }) : null,
        one.place ? button(t("live.showOnMap"), () => flyTo(one.place, 16), { icon: "target" }) : null]),
  ]);
}

/** The list; nothing where there never was one. */
export function Alerts() {
  const { items } = alerts;
  if (!live.offers.alerts || (items.length === 0 && !alerts.error)) return null;
  const standing = items.filter((one) => one.state !== "cleared").sort((a, b) => Number(a.state !== "raised") - Number(b.state !== "raised") || rank(a) - rank(b) || timeOf(b.since) - timeOf(a.since));
  const past = items.filter((one) => one.state === "cleared").sort((a, b) => timeOf(b.updated) - timeOf(a.updated)).slice(0, PAST);
  return h("section", { class: "stack alerts", "aria-labelledby": "alerts-title", key: "alerts" }, [
    h("h3", { id: "alerts-title" }, t("alerts.title", { count: standing.length })),
    alerts.error ? h("p", { class: "complaint", role: "alert" }, alerts.error) : null,
    standing.length ? h("ul", { class: "stack" }, standing.map(item)) : h("p", { class: "quiet" }, t("alerts.none")),
    past.length ? h("details", { class: "more" }, [h("summary", t("alerts.past", { count: past.length })), h("ul", { class: "stack" }, past.map(item))]) : null,
  ]);
}

/** Alerts with a place, as the map draws them. */
export const alertFeatures = () => (store.asOf === null ? alerts.items : []).filter((one) => one.state !== "cleared" && one.place).map((one) => ({
  type: "Feature", geometry: { type: "Point", coordinates: one.place }, properties: { alert: one.id, severity: severityOf(one), isRaised: one.state === "raised" },
}));
