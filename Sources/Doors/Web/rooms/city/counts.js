// What the town remembers of its traffic: vehicles that were counted, typed one by one or pasted out of a sheet, on the map and in a list.
import { h, reactive, watch } from "../../vendor/vue.js";
import { announce, store } from "../../core/store.js";
import { get, remove, send } from "../../core/api.js";
import { day, number, t } from "../../core/i18n.js";
import { button, errorNote, iconButton, waiting } from "../../core/parts.js";
import { flyTo } from "../map/map.js";
import { heading } from "../traffic/direction.js";
import { CountCheck, loadCheck } from "./countcheck.js";

const CLASSES = ["car", "motorcycle", "truck", "bus", "bicycle"];
/** Points of the compass, as the sheet names them. */
const POINTS = ["north", "north-east", "east", "south-east", "south", "south-west", "west", "north-west"];
const WHEELS = ["motorcycle", "car", "bus", "truck"];

const state = reactive({
  items: /** @type {any[]|null} */ (null), skipped: /** @type {any[]} */ ([]), error: "", /** @type {""|"one"|"paste"} */ open: "",
  street: "", feature: /** @type {any} */ (null), side: "", direction: "both", date: "", from: "07:00", to: "08:00", numbers: /** @type {Record<string, string>} */ ({}), pasted: "",
  complaint: "", at: "", said: "", left: /** @type {any[]} */ ([]), isSending: false,
});

const sentence = (/** @type {unknown} */ error) => {
  const problem = /** @type {any} */ (error).problem;
  const text = problem?.reason ?? (error instanceof Error ? error.message : String(error));
  return text === "offline" ? t("error.offline") : text;
};

async function load() {
  state.error = "";
  try {
    const found = await get("counts");
    [state.items, state.skipped] = [found.items, found.skipped];
  } catch (error) { state.error = sentence(error); }
}

watch(() => store.panel === "city" && Boolean(store.city), (isShown) => { if (isShown && state.items === null) { load(); loadCheck(); } }, { immediate: true });

// A street picked on the map for a count.
watch(() => store.picking, async (picking) => {
  if (picking?.owner !== "count" || picking.row === undefined) return;
  store.picking = null;
  if (store.sheet === "low") store.sheet = "half";
  try {
    const feature = await get(`rows/streets/${picking.row}?city=${store.city.digest}`);
    Object.assign(state, { feature, street: feature.properties.name || feature.properties.key, side: "", direction: directions(feature)[0][0] });
    announce(state.street);
  } catch (error) { complain(sentence(error), "place"); }
});

/** The street that a count is being typed for, so that the map shows it. */
export const countStreet = () => (state.open === "one" && state.feature ? [state.feature] : []);

/** Vehicles of a row: its total, or its classes together. */
const vehiclesOf = (/** @type {any} */ one) => one.vehicles.total ?? Object.values(one.vehicles).reduce((sum, count) => sum + count, 0);
const minutes = (/** @type {string} */ clock) => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3, 5));

/** Counted streets as the map draws them while the city is looked at, each with the vehicles of its busiest hour. */
export function countFeatures() {
  if (store.panel !== "city") return [];
  return groups().map(({ first, rows }) => {
    const most = Math.max(...rows.map((one) => (vehiclesOf(one) * 60) / Math.max(1, minutes(one.to) - minutes(one.from))));
    return { type: "Feature", properties: { count: most, text: `${number(most, 0)}/h` }, geometry: { type: "Point", coordinates: first.position } };
  });
}

/** The rows by street and direction, in the order of the sheet. */
function groups() {
  const found = new Map();
  for (const one of state.items ?? []) {
    const key = `${one.key} ${one.direction}`;
    if (found.has(key)) found.get(key).rows.push(one);
    else found.set(key, { key, first: one, rows: [one] });
  }
  return [...found.values()];
}

/** The directions a count may have: those of the street that was picked, or the points of the compass. */
function directions(/** @type {any} */ feature) {
  const both = [["both", t("counts.both")]];
  if (!feature) return [...both, ...POINTS.map((point, eighth) => [point, t(`compass.${eighth}`)])];
  const isOpen = (/** @type {any} */ way) => WHEELS.some((one) => way.access.includes(one));
  const { forward, backward } = feature.properties;
  const ways = [[forward, "forward", false], [backward, "backward", true]].filter(([way]) => isOpen(way)).map(([, name, isBack]) => [name, heading(feature, Boolean(isBack))]);
  return ways.length === 2 ? [...both, ...ways] : ways.length ? ways : both;
}

function complain(/** @type {string} */ text, /** @type {string} */ at) {
  state.complaint = text;
  state.at = at;
  requestAnimationFrame(() => document.getElementById(`count-${at}`)?.focus());
}

function begin(/** @type {""|"one"|"paste"} */ open) {
  if (store.picking?.owner === "count") store.picking = null;
  Object.assign(state, { open, complaint: "", at: "", said: "", left: [] });
  if (open) requestAnimationFrame(() => document.getElementById(open === "one" ? "count-place" : "count-pasted")?.focus());
}

/** An hour, as long as the one before, begins where that ended. */
function next() {
  const length = minutes(state.to) - minutes(state.from);
  const clock = (/** @type {number} */ all) => `${String(Math.floor(all / 60)).padStart(2, "0")}:${String(all % 60).padStart(2, "0")}`;
  const end = minutes(state.to) + length;
  if (length > 0 && end < 24 * 60) [state.from, state.to] = [state.to, clock(end)];
}

async function keep() {
  Object.assign(state, { complaint: "", at: "", said: "" });
  const numbers = Object.fromEntries(Object.entries(state.numbers).map(([name, text]) => [name, text.trim()]).filter(([, text]) => text));
  if (!state.street.trim()) { complain(t("counts.noPlace"), "place"); return; }
  if (!state.from || !state.to) { complain(t("counts.noTime"), "time"); return; }
  if (!Object.keys(numbers).length) { complain(t("counts.noNumbers"), "count"); return; }
  state.isSending = true;
  try {
    await send("POST", "counts", { street: state.feature?.properties.key ?? state.street.trim(), side: state.feature ? "" : state.side.trim(), direction: state.direction, date: state.date, from: state.from, to: state.to, vehicles: numbers });
    state.numbers = {};
    next();
    state.said = t("counts.kept");
    announce(state.said);
    requestAnimationFrame(() => document.getElementById("count-count")?.focus());
    await load();
  } catch (error) { complain(sentence(error), /** @type {any} */ (error).problem?.field ?? ""); }
  finally { state.isSending = false; }
}

async function keepPasted() {
  Object.assign(state, { complaint: "", at: "", said: "", left: [] });
  if (!state.pasted.trim()) { complain(t("counts.noPaste"), "pasted"); return; }
  state.isSending = true;
  try {
    const { value } = await send("POST", "counts/pasted", { text: state.pasted });
    const left = value.skipped.reduce((/** @type {number} */ sum, /** @type {any} */ one) => sum + one.count, 0);
    Object.assign(state, { pasted: "", open: "", left: value.skipped, said: t("counts.pasted", { added: number(value.added, 0), known: number(value.known, 0), left: number(left, 0) }) });
    announce(state.said);
    await load();
  } catch (error) { complain(sentence(error), "pasted"); }
  finally { state.isSending = false; }
}

async function take(/** @type {any} */ one) {
  Object.assign(state, { said: "", left: [] });
  try {
    await remove(`counts/${one.id}`);
    state.said = t("counts.removed");
    announce(state.said);
    document.getElementById("counts-title")?.focus();
  } catch (error) { state.error = sentence(error); return; }
  await load();
}

/** A field of a form, with what is wrong with it. */
const field = (/** @type {string} */ name, /** @type {string} */ title, /** @type {any} */ control) =>
  h("div", { class: ["field", state.at === name ? "bad" : ""], key: name }, [
    h("label", { for: `count-${name}` }, title), control,
    state.at === name ? h("p", { class: "complaint", role: "alert", id: `count-${name}-complaint` }, state.complaint) : null]);

const common = (/** @type {string} */ name) => ({ id: `count-${name}`, "aria-invalid": state.at === name || undefined, "aria-describedby": state.at === name ? `count-${name}-complaint` : undefined });
const typed = (/** @type {"street"|"side"|"date"|"from"|"to"|"pasted"} */ name) => ({ value: state[name], onInput: (/** @type {any} */ event) => { state[name] = event.target.value; } });

function pick() {
  const isPicking = store.picking?.owner === "count";
  store.picking = isPicking ? null : { kind: "street", owner: "count", points: [] };
  if (!isPicking && innerWidth < 760) store.sheet = "low";
}

const whole = (/** @type {string} */ name, /** @type {string} */ title, attributes = {}) => h("label", { class: "small-number", key: name }, [
  h("span", title),
  h("input", { type: "text", inputmode: "numeric", autocomplete: "off", ...attributes, value: state.numbers[name] ?? "", onInput: (/** @type {any} */ event) => { state.numbers[name] = event.target.value; } })]);

function form() {
  const isPicking = store.picking?.owner === "count";
  const named = { value: state.street, onInput: (/** @type {any} */ event) => {
    if (state.feature) state.direction = "both";
    Object.assign(state, { street: event.target.value, feature: null });
  } };
  return h("form", { class: "fields", novalidate: true, onSubmit: (/** @type {Event} */ event) => { event.preventDefault(); if (!state.isSending) keep(); } }, [
    field("place", t("counts.street"), [
      h("input", { ...common("place"), type: "text", autocomplete: "off", placeholder: t("form.street"), ...named }),
      h("div", { class: "pick" }, button(t(isPicking ? "form.pickCancel" : "counts.pick"), pick, { kind: isPicking ? "plain on" : "plain", icon: "target" }))]),
    state.feature ? null : field("side", t("counts.side"), h("input", { ...common("side"), type: "text", autocomplete: "off", ...typed("side") })),
    field("direction", t("counts.direction"), h("select", { ...common("direction"), value: state.direction, onChange: (/** @type {any} */ event) => { state.direction = event.target.value; } },
      directions(state.feature).map(([value, text]) => h("option", { key: value, value }, text)))),
    field("date", t("counts.date"), h("input", { ...common("date"), type: "date", ...typed("date") })),
    field("time", t("counts.time"), h("div", { class: "from-to" }, [
      h("input", { ...common("time"), type: "time", ...typed("from") }), h("span", { "aria-hidden": "true" }, "–"),
      h("input", { type: "time", "aria-label": t("counts.to"), ...typed("to") })])),
    h("fieldset", { class: ["field", "numbers", state.at === "count" ? "bad" : ""] }, [
      h("legend", t("counts.numbers")),
      h("div", { class: "small-numbers" }, [
        ...CLASSES.map((name, place) => whole(name, t(`vehicle.${name}`), place === 0 ? common("count") : {})), whole("total", t("counts.total"))]),
      state.at === "count" ? h("p", { class: "complaint", role: "alert", id: "count-count-complaint" }, state.complaint) : null]),
    state.complaint && !state.at ? h("p", { class: "complaint", role: "alert" }, state.complaint) : null,
    state.said ? h("p", { class: "quiet", role: "status" }, state.said) : null,
    h("div", { class: "row" }, [
      h("button", { type: "submit", class: "button main", disabled: state.isSending }, t("counts.keep")), button(t("counts.close"), () => begin(""))]),
  ]);
}

function pasteForm() {
  return h("form", { class: "fields", novalidate: true, onSubmit: (/** @type {Event} */ event) => { event.preventDefault(); if (!state.isSending) keepPasted(); } }, [
    h("p", { class: "quiet" }, t("counts.pasteWhat")),
    field("pasted", t("counts.pasteLabel"), h("textarea", { ...common("pasted"), rows: 7, wrap: "off", spellcheck: false, placeholder: "street\tdirection\tfrom\tto\tcar\tmotorcycle", ...typed("pasted") })),
    h("div", { class: "row" }, [
      h("button", { type: "submit", class: "button main", disabled: state.isSending }, t("counts.pasteAdd")), button(t("form.cancel"), () => begin(""))]),
  ]);
}

const way = (/** @type {any} */ one) => (one.direction === "both" ? t("counts.both") : t(`compass.${one.eighth}`));
const inWords = (/** @type {any} */ one) => (one.vehicles.total !== undefined ? number(one.vehicles.total, 0)
  : Object.entries(one.vehicles).map(([name, count]) => `${number(count, 0)} ${t(`vehicle.${name}`)}`).join(", "));

function list() {
  return h("div", { class: "counted" }, groups().map(({ key, first, rows }) => h("details", { key }, [
    h("summary", [h("span", { class: "counted-name" }, [first.street || first.key, h("small", ` ${way(first)}`)]), h("span", { class: "count" }, t("counts.rows", { count: number(rows.length, 0) }))]),
    h("button", { type: "button", class: "link", onClick: () => flyTo(first.position, 16) }, t("counts.show")),
    h("table", [
      h("caption", { class: "hidden" }, `${first.street || first.key} ${way(first)}`),
      h("thead", h("tr", [h("th", { scope: "col" }, t("counts.when")), h("th", { scope: "col" }, t("counts.numbers")), h("td")])),
      h("tbody", rows.map((one) => {
        const when = `${one.date ? `${day(one.date)}, ` : ""}${one.from}–${one.to}`;
        return h("tr", { key: one.id }, [
          h("th", { scope: "row" }, when), h("td", inWords(one)),
          h("td", { class: "number" }, iconButton(t("counts.remove", { what: `${first.street || first.key}, ${when}` }), "trash", () => take(one)))]);
      }))]),
  ])));
}

/** Rows of the sheet that cannot be used. */
const wrong = () => state.skipped.map((one) => h("div", { class: "wrong-row", key: one.id }, [
  h("p", { class: "quiet" }, [t("counts.wrong", { line: number(one.line, 0) }), " ", h("span", { lang: "en" }, one.wrong)]),
  iconButton(t("counts.remove", { what: one.text }), "trash", () => take(one))]));

/** Counts, and how the demand does beside them, for the city's panel. */
export function Counts() {
  const { items } = state;
  const streets = new Set((items ?? []).map((one) => one.key)).size;
  return h("section", { class: "stack counts", "aria-labelledby": "counts-title", key: "counts" }, [
    h("h3", { id: "counts-title", tabindex: -1 }, t("counts.title")),
    h("p", { class: "quiet" }, t("counts.what")),
    state.error ? errorNote(state.error, load) : items === null ? waiting(2)
      : items.length ? [h("p", `${t("counts.count", { count: number(items.length, 0) })}, ${t("counts.streets", { count: number(streets, 0) })}`), list()] : h("p", t("counts.none")),
    ...wrong(),
    state.said && state.open !== "one" ? h("p", { class: "quiet", role: "status" }, state.said) : null,
    ...state.left.map((one) => h("p", { class: "complaint", lang: "en", key: one.why }, `${one.count} × ${one.why} (${one.examples.join(", ")})`)),
    state.open === "one" ? form() : state.open === "paste" ? pasteForm()
      : h("div", { class: "row" }, [button(t("counts.add"), () => begin("one"), { icon: "plus" }), button(t("counts.paste"), () => begin("paste"))]),
    CountCheck(Boolean(items?.length)),
  ]);
}
