// What the town remembers: its flood marks on the map, a form for one more or a sheet of them, the rain of their days, and how the model did beside them.
import { h, reactive, watch } from "../../vendor/vue.js";
import { announce, store } from "../../core/store.js";
import { get, send } from "../../core/api.js";
import { number, t } from "../../core/i18n.js";
import { button, errorNote, waiting } from "../../core/parts.js";
import { loadMarkCheck, MarkCheck } from "./markcheck.js";
import { beginPaste, isPasting, MarkPaste } from "./markpaste.js";

const state = reactive({
  marks: /** @type {any[]|null} */ (null), skipped: /** @type {any[]} */ ([]), rain: /** @type {any[]} */ ([]), error: "",
  isOpen: false, place: /** @type {number[]|null} */ (null), date: "", depth: "", isDry: false, complaint: "", at: "", isSending: false, isKept: false,
});

/** Fetches marks and the rain of their days. */
async function load() {
  state.error = "";
  try {
    const found = await get("marks");
    [state.marks, state.skipped, state.rain] = [found.items, found.skipped, found.rain ?? []];
  } catch (error) { state.error = error instanceof Error ? error.message : String(error); }
}

watch(() => store.panel === "city" && Boolean(store.city), (isShown) => { if (isShown && state.marks === null) { load(); loadMarkCheck(); } }, { immediate: true });

// A place picked on the map for a mark.
watch(() => store.picking, (picking) => {
  if (picking?.owner !== "mark" || !picking.points.length) return;
  state.place = picking.points[0];
  store.picking = null;
  if (store.sheet === "low") store.sheet = "half";
});

/** The marks as the map draws them, while the city is looked at; the one being typed among them. */
export function markFeatures() {
  if (store.panel !== "city") return [];
  const point = (/** @type {number[]} */ coordinates, /** @type {any} */ properties) => ({ type: "Feature", properties, geometry: { type: "Point", coordinates } });
  const known = (state.marks ?? []).map((one) => point(one.position, { depth: one.depth, text: one.depth === 0 ? t("marks.dryShort") : `${number(one.depth, 2)} m` }));
  return state.isOpen && state.place ? [...known, point(state.place, { depth: state.isDry ? 0 : Number(state.depth) || 0, text: "", isNew: true })] : known;
}

function complain(/** @type {string} */ text, /** @type {string} */ at) {
  state.complaint = text;
  state.at = at;
  requestAnimationFrame(() => document.getElementById(`mark-${at}`)?.focus());
}

async function keep() {
  state.complaint = "";
  state.at = "";
  if (!state.place) { complain(t("marks.noPlace"), "place"); return; }
  if (!state.date) { complain(t("marks.noDate"), "date"); return; }
  if (!state.isDry && !state.depth.trim()) { complain(t("marks.noDepth"), "depth"); return; }
  state.isSending = true;
  try {
    await send("POST", "marks", { date: state.date, depth: state.isDry ? "dry" : state.depth.trim(), longitude: state.place[0], latitude: state.place[1] });
    Object.assign(state, { isOpen: false, isKept: true, place: null, depth: "", isDry: false });
    announce(t("marks.kept"));
    await load();
  } catch (error) {
    const problem = /** @type {any} */ (error).problem;
    const text = problem?.reason ?? (error instanceof Error ? error.message : String(error));
    complain(text === "offline" ? t("error.offline") : text, problem?.field ?? "");
  } finally { state.isSending = false; }
}

function pick() {
  const isPicking = store.picking?.owner === "mark";
  store.picking = isPicking ? null : { kind: "place", owner: "mark", points: [] };
  if (!isPicking && innerWidth < 760) store.sheet = "low";
}

/** A field of the form, with what is wrong with it. */
const field = (/** @type {string} */ name, /** @type {string} */ title, /** @type {any} */ control) =>
  h("div", { class: ["field", state.at === name ? "bad" : ""], key: name }, [
    h("label", { for: `mark-${name}` }, title), control,
    state.at === name ? h("p", { class: "complaint", role: "alert", id: `mark-${name}-complaint` }, state.complaint) : null]);

function form() {
  const common = (/** @type {string} */ name) => ({ id: `mark-${name}`, "aria-invalid": state.at === name || undefined, "aria-describedby": state.at === name ? `mark-${name}-complaint` : undefined });
  const isPicking = store.picking?.owner === "mark";
  return h("form", { class: "fields", novalidate: true, onSubmit: (/** @type {Event} */ event) => { event.preventDefault(); if (!state.isSending) keep(); } }, [
    field("place", t("marks.where"), h("div", { class: "pick" }, [
      button(t(isPicking ? "form.pickCancel" : "form.pickPlace"), pick, { kind: isPicking ? "plain on" : "plain", icon: "target", attributes: common("place") }),
      state.place ? h("output", `${state.place[1].toFixed(5)}, ${state.place[0].toFixed(5)}`) : null])),
    field("date", t("marks.date"), h("input", { ...common("date"), type: "date", value: state.date, onInput: (/** @type {any} */ event) => { state.date = event.target.value; } })),
    field("depth", t("marks.depth"), h("div", { class: "with-unit" }, [
      h("input", { ...common("depth"), type: "text", inputmode: "decimal", autocomplete: "off", disabled: state.isDry, value: state.isDry ? "" : state.depth, onInput: (/** @type {any} */ event) => { state.depth = event.target.value; } }),
      h("span", "m")])),
    h("div", { class: "checks one" }, h("label", [h("input", { type: "checkbox", id: "mark-dry", checked: state.isDry, onChange: (/** @type {any} */ event) => { state.isDry = event.target.checked; } }), t("marks.dry")])),
    state.complaint && !state.at ? h("p", { class: "complaint", role: "alert" }, state.complaint) : null,
    h("div", { class: "row" }, [
      h("button", { type: "submit", class: "button main", disabled: state.isSending }, t("marks.keep")),
      button(t("form.cancel"), () => { state.isOpen = false; if (store.picking?.owner === "mark") store.picking = null; })]),
  ]);
}

/** Marks and scores, for the city's panel. */
export function Marks() {
  const { marks } = state;
  const days = [...new Set((marks ?? []).map((one) => one.date))];
  return h("section", { class: "stack marks", "aria-labelledby": "marks-title", key: "marks" }, [
    h("h3", { id: "marks-title" }, t("marks.title")),
    h("p", { class: "quiet" }, t("marks.what")),
    state.error ? errorNote(state.error, load) : marks === null ? waiting(2)
      : h("p", marks.length ? t("marks.count", { count: number(marks.length, 0), days: number(days.length, 0) }) : t("marks.none")),
    ...state.skipped.map((one) => h("p", { class: "quiet", lang: "en", key: one.why }, `${one.count} × ${one.why} (${one.examples.join(", ")})`)),
    state.isKept && !state.isOpen ? h("p", { class: "quiet", role: "status" }, t("marks.kept")) : null,
    days.length ? h("p", { class: "quiet" }, t("marks.rainOf", { known: number(days.filter((day) => state.rain.some((one) => one.date === day)).length, 0), days: number(days.length, 0) })) : null,
    ...MarkPaste(load),
    state.isOpen ? form() : isPasting() ? null : h("div", { class: "row" }, [
      button(t("marks.add"), () => { state.isOpen = true; state.isKept = false; }, { icon: "plus" }), button(t("counts.paste"), beginPaste, { attributes: { id: "marks-paste" } })]),
    MarkCheck(marks?.length ?? 0),
  ]);
}
