// Devices nobody knows: what they say and where; agreed to with one click, with other names and units, or put away.
import { h, reactive } from "../../vendor/vue.js";
import { announce, store } from "../../core/store.js";
import { get, remove, send } from "../../core/api.js";
import { t } from "../../core/i18n.js";
import { button } from "../../core/parts.js";
import { live, load } from "./desk.js";
import { agoText, propertyText, valueText } from "./reading.js";

/** How many cards stand at once; more come when asked for. */
const FIRST = 5;

export const inbox = reactive({
  entries: /** @type {any[]} */ ([]), version: 0, error: "",
  /** The entry whose form is open, and what was typed. */
  open: /** @type {number|null} */ (null), form: /** @type {any} */ (null),
  complaint: "", isSending: 0, isAll: false,
});

let waiting = 0;
let askedAt = -Infinity;
let took = 0;

/** Asks who is waiting; soon, and not again and again while devices chatter. */
export function loadInbox() {
  if (!waiting) waiting = window.setTimeout(ask, Math.max(20, askedAt + Math.max(300, Math.min(5000, 3 * took)) - performance.now()));
}

async function ask() {
  const began = performance.now();
  waiting = 0;
  try {
    // In the order they came, so that nothing moves under the pointer.
    inbox.entries = (await get("live/inbox")).sort((/** @type {any} */ a, /** @type {any} */ b) => b.id - a.id);
    inbox.error = "";
    if (inbox.open !== null && !inbox.entries.some((one) => one.id === inbox.open)) close();
  } catch (error) { inbox.error = sentence(error); }
  inbox.version += 1;
  askedAt = performance.now();
  took = askedAt - began;
}

const sentence = (/** @type {unknown} */ error) => {
  const text = /** @type {any} */ (error).problem?.detail ?? (error instanceof Error ? error.message : String(error));
  return text === "offline" ? t("error.offline") : text;
};

/** Opens an entry's form. */
export function openEntry(/** @type {number} */ id) {
  const entry = inbox.entries.find((one) => one.id === id);
  if (!entry) return;
  store.thing = null;
  store.panel = "live";
  if (store.sheet === "low") store.sheet = "half";
  inbox.open = id;
  inbox.isAll = inbox.isAll || inbox.entries.indexOf(entry) >= FIRST;
  inbox.complaint = "";
  inbox.form = {
    name: entry.name, place: entry.place ? [entry.place.longitude, entry.place.latitude] : null,
    fields: entry.fields.map((/** @type {any} */ one) => ({ field: one.field, isTaken: true, property: one.property, symbol: one.unit.symbol, unit: one.unit.name, definition: one.definition, suggested: one })),
  };
  requestAnimationFrame(() => document.getElementById(`inbox-name-${id}`)?.focus());
}

function close() {
  if (store.picking?.owner === "inbox") store.picking = null;
  const id = inbox.open;
  inbox.open = null;
  inbox.form = null;
  requestAnimationFrame(() => document.getElementById(`inbox-edit-${id}`)?.focus());
}

/** Takes a place that was picked on the map. */
export function placed(/** @type {any} */ picking) {
  if (picking?.owner !== "inbox" || !picking.points.length) return;
  if (inbox.form) inbox.form.place = picking.points[0];
  store.picking = null;
  if (store.sheet === "low") store.sheet = "half";
}

function pick() {
  const isPicking = store.picking?.owner === "inbox";
  store.picking = isPicking ? null : { kind: "place", owner: "inbox", points: [] };
  if (!isPicking && innerWidth < 760) store.sheet = "low";
}

async function accept(/** @type {any} */ entry) {
  const { form } = inbox;
  let decision = {};
  if (inbox.open === entry.id && form) {
    const taken = form.fields.filter((/** @type {any} */ one) => one.isTaken);
    if (taken.length === 0) { inbox.complaint = t("inbox.noField"); return; }
    if (!form.name.trim()) { inbox.complaint = t("inbox.noName"); document.getElementById(`inbox-name-${entry.id}`)?.focus(); return; }
    decision = {
      name: form.name.trim(), ...(form.place ? { longitude: form.place[0], latitude: form.place[1] } : {}),
      streams: taken.map((/** @type {any} */ { field, property, symbol, unit, suggested }) => ({
        field, property, symbol, unit: symbol === suggested.unit.symbol ? unit : symbol,
        ...(property === suggested.property && suggested.definition ? { definition: suggested.definition } : {}),
      })),
    };
  }
  inbox.isSending = entry.id;
  inbox.complaint = "";
  try {
    await send("POST", `live/inbox/${entry.id}/accept`, decision);
    announce(t("inbox.accepted", { name: /** @type {any} */ (decision).name ?? entry.name }));
    gone(entry.id);
    load();
  } catch (error) {
    if (inbox.open !== entry.id) openEntry(entry.id);
    inbox.complaint = sentence(error);
  }
  inbox.isSending = 0;
}

async function dismiss(/** @type {any} */ entry) {
  try {
    await remove(`live/inbox/${entry.id}`);
    announce(t("inbox.dismissed", { name: entry.name }));
    gone(entry.id);
  } catch (error) { inbox.error = sentence(error); }
}

/** Takes an entry away and keeps the keyboard where the next one is. */
function gone(/** @type {number} */ id) {
  if (inbox.open === id) { if (store.picking?.owner === "inbox") store.picking = null; inbox.open = null; inbox.form = null; }
  inbox.entries = inbox.entries.filter((one) => one.id !== id);
  inbox.version += 1;
  requestAnimationFrame(() => (document.querySelector(".inbox .button.main") ?? document.getElementById("live-title"))?.focus());
}

const input = (/** @type {string} */ id, /** @type {string} */ title, /** @type {any} */ target, /** @type {string} */ key, attributes = {}) => h("label", { class: "field", for: id }, [
  h("span", title), h("input", { id, type: "text", autocomplete: "off", value: target[key], onInput: (/** @type {any} */ event) => { target[key] = event.target.value; }, ...attributes })]);

function form(/** @type {any} */ entry) {
  const { form: typed } = inbox;
  const isPicking = store.picking?.owner === "inbox";
  return h("form", { class: "fields inbox-form", novalidate: true, onSubmit: (/** @type {Event} */ event) => { event.preventDefault(); if (!inbox.isSending) accept(entry); } }, [
    input(`inbox-name-${entry.id}`, t("inbox.name"), typed, "name", { required: true }),
    h("div", { class: "pick" }, [
      button(t(isPicking ? "form.pickCancel" : typed.place ? "inbox.movePlace" : "form.pickPlace"), pick, { kind: isPicking ? "plain on" : "plain", icon: "target" }),
      h("output", typed.place ? `${typed.place[1].toFixed(5)}, ${typed.place[0].toFixed(5)}` : t("inbox.noPlace"))]),
    ...typed.fields.map((/** @type {any} */ one, /** @type {number} */ place) => h("fieldset", { key: one.field, class: ["inbox-field", one.isTaken ? "" : "off"] }, [
      h("legend", h("label", { class: "check" }, [
        h("input", { type: "checkbox", checked: one.isTaken, onChange: (/** @type {any} */ event) => { one.isTaken = event.target.checked; } }),
        h("code", one.field || t("inbox.whole")), h("b", valueText(one.suggested.value, one.symbol))])),
      one.isTaken ? h("div", { class: "two" }, [
        input(`inbox-${entry.id}-${place}-property`, t("inbox.property"), one, "property"),
        input(`inbox-${entry.id}-${place}-unit`, t("inbox.unit"), one, "symbol", { size: 6 })]) : null])),
    inbox.complaint ? h("p", { class: "complaint", role: "alert" }, inbox.complaint) : null,
    h("div", { class: "row" }, [
      h("button", { type: "submit", class: "button main", disabled: inbox.isSending === entry.id }, t("inbox.accept")),
      button(t("form.cancel"), close)]),
  ]);
}

function card(/** @type {any} */ entry) {
  const isOpen = inbox.open === entry.id && inbox.form;
  return h("li", { class: "card new-device", key: entry.id }, [
    h("div", [h("h4", entry.name), h("p", { class: "quiet topic" }, entry.topic)]),
    isOpen ? form(entry) : [
      h("ul", { class: "chips" }, entry.fields.slice(0, 6).map((/** @type {any} */ one) => h("li", { key: one.field }, [propertyText(one.property), " ", h("b", valueText(one.value, one.unit.symbol))]))),
      entry.fields.length === 0 ? h("p", { class: "quiet" }, t("inbox.noValues")) : null,
      h("p", { class: "quiet" }, [agoText(entry.lastSeen, live.now), " · ", t("inbox.messages", { count: entry.count }), " · ", t(entry.place ? "inbox.hasPlace" : "inbox.noPlace")]),
      h("div", { class: "row" }, [
        button(t("inbox.accept"), () => accept(entry), { kind: "main", disabled: inbox.isSending === entry.id || entry.fields.length === 0, attributes: { "aria-label": t("inbox.acceptNamed", { name: entry.name }) } }),
        button(t("inbox.edit"), () => openEntry(entry.id), { attributes: { id: `inbox-edit-${entry.id}`, "aria-label": t("inbox.editNamed", { name: entry.name }) } }),
        button(t("inbox.dismiss"), () => dismiss(entry), { attributes: { "aria-label": t("inbox.dismissNamed", { name: entry.name }) } })]),
    ],
  ]);
}

/** The inbox; nothing where nobody waits. */
export function Inbox() {
  const { entries } = inbox;
  if (entries.length === 0 && !inbox.error) return null;
  return h("section", { class: "stack inbox", "aria-labelledby": "inbox-title", key: "inbox" }, [
    h("h3", { id: "inbox-title" }, t("inbox.title", { count: entries.length })),
    inbox.error ? h("p", { class: "complaint", role: "alert" }, inbox.error) : null,
    h("ul", { class: "stack" }, (inbox.isAll ? entries.slice(0, 100) : entries.slice(0, FIRST)).map(card)),
    entries.length > FIRST && !inbox.isAll ? button(t("inbox.all", { count: entries.length }), () => { inbox.isAll = true; }) : null,
  ]);
}
