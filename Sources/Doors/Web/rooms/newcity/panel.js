// New city: drop the files of a town, mend in place what is wrong with them, read them, and open the town.
import { h, reactive } from "../../vendor/vue.js";
import { has, number, t } from "../../core/i18n.js";
import { button, errorNote, iconButton } from "../../core/parts.js";
import { store } from "../../core/store.js";
import { may } from "../accounts/session.js";
import { add, desk, giveUp, set, start, stop } from "./desk.js";
import { Item, Sending } from "./item.js";
import { Report } from "./report.js";
import { making } from "./making.js";
import { said } from "./words.js";

const over = reactive({ isOver: false });
/** What is being typed: an answer of the server does not take it away. @type {Record<string, string|null>} */
const typed = reactive({});

function dropZone() {
  const drop = (/** @type {DragEvent} */ event) => { event.preventDefault(); over.isOver = false; add(event.dataTransfer?.files ?? []); };
  return h("div", { class: ["newcity-drop", over.isOver ? "over" : ""],
    onDragover: (/** @type {DragEvent} */ event) => { event.preventDefault(); over.isOver = true; }, onDragleave: () => { over.isOver = false; }, onDrop: drop }, [
    h("p", { class: "note-title" }, t("newcity.drop")), h("p", { class: "quiet" }, t("newcity.dropWhat")),
    h("input", { type: "file", id: "newcity-files", multiple: true, class: "hidden", onChange: (/** @type {any} */ event) => { add(event.target.files); event.target.value = ""; } }),
    h("label", { for: "newcity-files", class: "button main" }, t("newcity.pick")),
  ]);
}

/** What only a person knows. */
function settings() {
  const { name = "", people = null, country = "" } = desk.one?.settings ?? {};
  const text = (/** @type {string} */ id, /** @type {string} */ value, /** @type {(value: string) => Promise<boolean>} */ keep, attributes = {}) => h("div", { class: "field" }, [
    h("label", { for: id }, t(`newcity.${id.split("-")[1]}`)), h("input", { id, value: typed[id] ?? value, ...attributes, onInput: (/** @type {any} */ event) => { typed[id] = event.target.value; },
      onChange: async (/** @type {any} */ event) => { if (await keep(event.target.value.trim())) typed[id] = null; } }),
  ]);
  return h("div", { class: "newcity-settings" }, [
    text("newcity-name", name, (value) => set({ name: value }), { autocomplete: "off" }),
    text("newcity-people", people === null ? "" : String(people), (value) => set({ people: value === "" ? null : Number(value.replace(/[\s,._]/g, "")) }), { inputmode: "numeric", autocomplete: "off" }),
    text("newcity-country", country, (value) => set({ country: value }), { maxlength: 2, autocomplete: "off", placeholder: desk.one?.country ?? "" }),
  ]);
}

function missing() {
  const wanted = desk.one?.missing ?? ["map", "boundary", "terrain", "buildings", "sheet"];
  if (!wanted.length) return null;
  return h("details", { class: "newcity-missing", open: !desk.one?.items.length }, [
    h("summary", t("newcity.missing", { count: number(wanted.length, 0) })),
    h("dl", wanted.flatMap((/** @type {string} */ kind) => [h("dt", { key: kind }, t(`newcity.kind.${kind}`)), h("dd", { key: `${kind}-where` }, t(`newcity.get.${kind}`))])),
  ]);
}

function work() {
  const { work: now, obstacles, result, items } = desk.one;
  if (now?.state === "running") {
    return h("div", { class: "stack", role: "status" }, [
      h("progress", { max: 1, value: now.progress, "aria-label": t("newcity.reading") }),
      h("p", { class: "quiet" }, `${number(now.progress * 100, 0)} % · ${has(`newcity.phase.${now.phase}`) ? t(`newcity.phase.${now.phase}`) : now.phase}`),
      button(t("newcity.stop"), stop),
    ]);
  }
  if (result) return Report();
  return h("div", { class: "stack" }, [
    now?.state === "failed" ? h("div", { class: "note bad", role: "alert" }, [h("p", { class: "note-title" }, t("newcity.work.failed")), h("p", { lang: "en" }, now.error)]) : null,
    now?.state === "cancelled" ? h("p", { class: "quiet", role: "status" }, t("newcity.work.cancelled")) : null,
    obstacles.length && items.length ? h("ul", { class: "newcity-obstacles" }, obstacles.map((/** @type {any} */ one, /** @type {number} */ place) => h("li", { key: place }, said(one, "obstacle", { has, t })))) : null,
    button(t("newcity.start"), start, { kind: "main", disabled: desk.isBusy || obstacles.length > 0 || desk.sending.some((one) => !one.error), attributes: { id: "newcity-start" } }),
  ]);
}

export function NewCity() {
  const head = h("div", { class: "newcity-title" }, [
    h("h2", { id: "newcity-title" }, t("newcity.title")),
    store.isEmpty ? null : iconButton(t("newcity.back"), "close", () => { making.isOpen = false; }),
  ]);
  if (!may("operate")) return h("section", { class: "newcity", "aria-labelledby": "newcity-title" }, [head, h("p", { class: "note" }, t("newcity.mayNot"))]);
  const one = desk.one;
  const isReading = one?.work?.state === "running";
  return h("section", { class: "newcity", "aria-labelledby": "newcity-title" }, [
    head,
    one || desk.sending.length ? null : h("p", { class: "note" }, t(store.isEmpty ? "newcity.empty" : "newcity.about")),
    isReading ? null : dropZone(),
    desk.error ? errorNote(desk.error) : null,
    desk.sending.length || one?.items.length ? h("ul", { class: "newcity-items", "aria-label": t("newcity.files") }, [...desk.sending.map(Sending), ...(isReading ? [] : (one?.items ?? []).map(Item))]) : null,
    isReading || one?.result ? null : settings(),
    one ? work() : null,
    isReading ? null : missing(),
    one && !isReading ? h("button", { type: "button", class: "link", onClick: giveUp }, t("newcity.giveUp")) : null,
  ]);
}
