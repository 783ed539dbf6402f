// What is seen, to take along: a picture of the map, its table for a spreadsheet, its shapes for a map program, the results of the run.
import { h, reactive } from "../../vendor/vue.js";
import { csv, geojson, short } from "../../core/export.js";
import { Dialog } from "../../core/dialog.js";
import { give as hand } from "../../core/give.js";
import { t, unit } from "../../core/i18n.js";
import { button } from "../../core/parts.js";
import { store } from "../../core/store.js";
import { settled, theme } from "../map/map.js";
import { changeOf, judged, rowTitle } from "../runs/runs.js";
import { compose } from "./picture.js";
import { about, nameOf, taken } from "./rows.js";

const state = reactive({ busy: "", error: "", saved: "" });

/** Gives a file to the browser, and says so. */
function give(/** @type {Blob} */ blob, /** @type {string} */ name) { state.saved = hand(blob, name); }

async function image() {
  const canvas = compose(theme());
  const blob = canvas && await new Promise((resolve) => { canvas.toBlob(resolve, "image/png"); });
  if (!blob) throw new Error(t("export.noMap"));
  give(blob, nameOf("png"));
}

async function table() {
  const { heads, rows } = await taken();
  give(new Blob([csv(heads, rows)], { type: "text/csv;charset=utf-8" }), nameOf("csv"));
}

async function shapes() {
  const { features } = await taken();
  give(new Blob([geojson(features, about())], { type: "application/geo+json" }), nameOf("geojson"));
}

async function results() {
  const judge = (/** @type {any} */ row) => { const how = judged(row); return how ? t(`judged.${how}`) : ""; };
  const heads = ["results.indicator", "export.unit", "results.baseline", "results.scenario"].map((word) => t(word));
  const between = (/** @type {string} */ word) => ["export.low", "export.high"].map((end) => `${t(word)}: ${t(end)}`);
  heads.push(...between("results.scenario"), t("shown.change"), ...between("shown.change"), t("export.note"), t("export.key"));
  const rows = store.run.rows.map((/** @type {any} */ row) => [rowTitle(row) + (row.place ? `, ${row.place}` : ""), unit(row.unit), short(row.baseline), short(row.value), short(row.low), short(row.high), short(changeOf(row)), short(row.differenceLow), short(row.differenceHigh),
    (row.value ?? null) === null ? row.why : judge(row), row.id]);
  give(new Blob([csv(heads, rows)], { type: "text/csv;charset=utf-8" }), nameOf("csv", t("results.table")));
}

async function make(/** @type {string} */ name, /** @type {() => Promise<void>} */ work) {
  Object.assign(state, { busy: name, error: "", saved: "" });
  try { await work(); } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    state.error = text === "offline" ? t("error.offline") : text;
  }
  state.busy = "";
}

/** Prints by day: a map of the night is a sheet of ink. */
async function print() {
  /** @type {HTMLDialogElement|null} */ (document.querySelector("dialog[open]"))?.close();
  const chosen = store.theme;
  if (theme() === "dark") {
    store.theme = "light";
    await settled();
  }
  await new Promise((resolve) => { setTimeout(resolve, 60); });
  window.print();
  store.theme = chosen;
}

export const Take = {
  setup() {
    Object.assign(state, { busy: "", error: "", saved: "" });
    const line = (/** @type {string} */ name, /** @type {() => Promise<void>} */ work, isOffered = true) => h("li", { key: name }, [
      h("div", [h("b", t(`export.${name}`)), h("p", { class: "quiet" }, t(isOffered ? `export.${name}.what` : "export.noMap"))]),
      button(t(`export.${name}.kind`), () => make(name, work), { icon: "download", disabled: state.busy !== "" || !isOffered, attributes: { id: `export-${name}`, "aria-label": `${t(`export.${name}`)}: ${t(`export.${name}.kind`)}` } })]);
    return () => h(Dialog, { name: "export", title: t("export.title") }, () => [
      h("ul", { class: "takes" }, [
        line("picture", image, store.mapReady), line("table", table), line("shapes", shapes),
        store.run ? line("results", results) : null,
        h("li", { key: "print" }, [h("div", [h("b", t("export.print")), h("p", { class: "quiet" }, t("export.print.what"))]), button(t("export.print.kind"), print, { icon: "print", attributes: { id: "export-print" } })])]),
      state.busy ? h("p", { role: "status", class: "quiet" }, t("loading")) : null,
      state.saved ? h("p", { class: "quiet export-saved", role: "status" }, state.saved) : null,
      state.error ? h("p", { class: "complaint", role: "alert" }, state.error) : null,
    ]);
  },
};
