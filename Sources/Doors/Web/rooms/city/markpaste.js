// Flood marks pasted out of a sheet, and the rain of their days where the town has no gauge.
import { h, reactive } from "../../vendor/vue.js";
import { announce } from "../../core/store.js";
import { send } from "../../core/api.js";
import { number, t } from "../../core/i18n.js";
import { button } from "../../core/parts.js";

const state = reactive({ isOpen: false, pasted: "", rain: "", complaint: "", at: "", said: "", left: /** @type {any[]} */ ([]), isSending: false });

/** Opens the form; `rain` alone where marks are there already. */
export function beginPaste() {
  Object.assign(state, { isOpen: true, complaint: "", at: "", said: "", left: [] });
  requestAnimationFrame(() => document.getElementById("marks-pasted")?.focus());
}

export const isPasting = () => state.isOpen;

function complain(/** @type {unknown} */ error, /** @type {string} */ at) {
  const text = /** @type {any} */ (error).problem?.reason ?? (error instanceof Error ? error.message : String(error));
  Object.assign(state, { complaint: text === "offline" ? t("error.offline") : text, at });
  requestAnimationFrame(() => document.getElementById(`marks-${at}`)?.focus());
}

/** Keeps both: the marks first, then the rain; what was kept is not sent again. */
async function keep(/** @type {() => Promise<void>} */ load) {
  Object.assign(state, { complaint: "", at: "", said: "", left: [] });
  if (!state.pasted.trim() && !state.rain.trim()) { complain(t("marks.noPaste"), "pasted"); return; }
  state.isSending = true;
  const said = [];
  try {
    if (state.pasted.trim()) {
      const { value } = await send("POST", "marks/pasted", { text: state.pasted });
      const left = value.skipped.reduce((/** @type {number} */ sum, /** @type {any} */ one) => sum + one.count, 0);
      said.push(t("marks.pasted", { added: number(value.added, 0), known: number(value.known, 0), left: number(left, 0) }));
      Object.assign(state, { pasted: "", left: value.skipped });
    }
    if (state.rain.trim()) {
      try {
        const { value } = await send("PUT", "marks/rain", { text: state.rain });
        said.push(...value.rain.map((/** @type {any} */ one) => t("marks.rainKept", { day: one.date, rain: number(one.millimetres, 1) })));
        state.rain = "";
      } catch (error) { complain(error, "rain"); }
    }
    state.said = said.join(" ");
    announce(state.said);
    if (!state.at) state.isOpen = false;
    await load();
  } catch (error) { complain(error, "pasted"); }
  finally { state.isSending = false; }
}

const area = (/** @type {"pasted"|"rain"} */ name, /** @type {number} */ rows, /** @type {string} */ placeholder) => h("div", { class: ["field", state.at === name ? "bad" : ""], key: name }, [
  h("label", { for: `marks-${name}` }, t(name === "pasted" ? "counts.pasteLabel" : "marks.rain")),
  h("textarea", { id: `marks-${name}`, rows, wrap: "off", spellcheck: false, placeholder, value: state[name], "aria-invalid": state.at === name || undefined,
    "aria-describedby": state.at === name ? `marks-${name}-complaint` : undefined, onInput: (/** @type {any} */ event) => { state[name] = event.target.value; } }),
  state.at === name ? h("p", { class: "complaint", role: "alert", id: `marks-${name}-complaint` }, state.complaint) : null]);

/** The form, where it is open; then what came of it. */
export function MarkPaste(/** @type {() => Promise<void>} */ load) {
  return [
    state.isOpen ? h("form", { class: "fields", novalidate: true, onSubmit: (/** @type {Event} */ event) => { event.preventDefault(); if (!state.isSending) keep(load); } }, [
      h("p", { class: "quiet" }, t("marks.pasteWhat")),
      area("pasted", 7, "date\tlongitude\tlatitude\tdepth_m"),
      area("rain", 4, "2024-11-30\t15:00\t42"),
      h("p", { class: "quiet" }, t("marks.rainWhat")),
      h("div", { class: "row" }, [
        h("button", { type: "submit", class: "button main", disabled: state.isSending }, t("counts.pasteAdd")), button(t("form.cancel"), () => { state.isOpen = false; })]),
    ]) : null,
    state.said ? h("p", { class: "quiet", role: "status" }, state.said) : null,
    ...state.left.map((one) => h("p", { class: "complaint", lang: "en", key: one.why }, `${one.count} × ${one.why} (${one.examples.join(", ")})`)),
  ];
}
