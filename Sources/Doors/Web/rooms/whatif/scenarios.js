// Scenarios: opened, edited with undo and redo, kept in the city's folder. An unsaved one survives a reload.
import { announce, store } from "../../core/store.js";
import { get, remove, send } from "../../core/api.js";
import { t } from "../../core/i18n.js";
import { forget } from "../runs/runs.js";

/** @typedef {import("../../core/store.js").Change} Change */

const draftKey = () => `kembar.draft.${store.city.digest.slice(0, 16)}`;

/** What is in the folder. */
export async function loadScenarios() {
  try {
    store.scenarios = await get("scenarios");
    store.scenariosError = "";
  } catch (error) {
    store.scenarios ??= [];
    store.scenariosError = error instanceof Error ? error.message : String(error);
  }
}

/** A file's name out of a title. */
const fileName = (/** @type {string} */ title) =>
  title.normalize("NFC").replace(/[^\p{L}\p{N} _-]+/gu, " ").trim().replace(/\s+/g, "-").toLowerCase().slice(0, 60) || "scenario";

/** A fresh scenario with no change yet. */
export function newScenario(title = "") {
  store.scenario = { name: "", title: title || t("scenario.untitled"), models: [], supposing: [], changes: [], saved: false, tag: "" };
  store.past = [];
  store.future = [];
  forget();
}

/** Opens a scenario of the folder. */
export async function openScenario(/** @type {string} */ name) {
  try {
    const found = await get(`scenarios/${encodeURIComponent(name)}`);
    if (found.error) { store.scenariosError = found.error; return; }
    store.scenario = { name, title: found.title, models: found.models, supposing: (found.supposing ?? []).map(fromDocument), changes: found.changes.map(fromDocument), saved: true, tag: "" };
    store.scenariosError = "";
    store.past = [];
    store.future = [];
    forget();
    announce(t("scenario.opened", { title: found.title }));
  } catch (error) {
    store.scenariosError = error instanceof Error ? error.message : String(error);
  }
}

/** `{keyword: {…}}` as a change, and back. */
export const fromDocument = (/** @type {Record<string, any>} */ one) => {
  const [keyword, fields] = Object.entries(one)[0];
  return { keyword, fields: fields ?? {} };
};
const inDocument = (/** @type {Change} */ { keyword, fields }) => ({ [keyword]: fields });
export const toDocument = (/** @type {any} */ scenario) => ({
  scenario: scenario.title,
  ...(scenario.supposing?.length ? { supposing: scenario.supposing.map(inDocument) } : {}),
  changes: scenario.changes.map(inDocument),
  ...(scenario.models.length ? { models: scenario.models } : {}),
});

/** Edits the scenario at hand, making one when there is none; the state before can be had back. */
export function edit(/** @type {(scenario: any) => void} */ change) {
  if (!store.scenario) newScenario();
  store.past.push(JSON.stringify(store.scenario));
  if (store.past.length > 100) store.past.shift();
  store.future = [];
  change(store.scenario);
  store.scenario.saved = false;
  keepDraft();
}

/** @typedef {"supposing"|"changes"} Part  What holds with the changes and without them, or the changes. */

/** Adds a change to one of the two lists. */
export const addChange = (/** @type {string} */ keyword, /** @type {Record<string, unknown>} */ fields, /** @type {Part} */ part = "changes") => {
  edit((scenario) => { (scenario[part] ??= []).push({ keyword, fields }); });
  announce(t("scenario.added"));
};

/** Takes a change out of one of the two lists. */
export const removeChange = (/** @type {number} */ place, /** @type {Part} */ part = "changes") => edit((scenario) => scenario[part].splice(place, 1));

/** Steps back or forth. */
export function undo() { step(store.past, store.future, "scenario.undone"); }
export function redo() { step(store.future, store.past, "scenario.redone"); }
function step(/** @type {string[]} */ from, /** @type {string[]} */ to, /** @type {string} */ said) {
  const state = from.pop();
  if (!state || !store.scenario) return;
  to.push(JSON.stringify(store.scenario));
  store.scenario = JSON.parse(state);
  keepDraft();
  announce(t(said));
}

/** Writes the scenario into the city's folder. */
export async function save() {
  const scenario = store.scenario;
  if (!scenario) return;
  const taken = new Set((store.scenarios ?? []).map((/** @type {any} */ one) => one.name));
  let name = scenario.name;
  if (!name) {
    const base = fileName(scenario.title);
    name = base;
    for (let number = 2; taken.has(name); number++) name = `${base}-${number}`;
  }
  try {
    await send("PUT", `scenarios/${encodeURIComponent(name)}`, toDocument(scenario));
    Object.assign(scenario, { name, saved: true });
    store.scenariosError = "";
    localStorage.removeItem(draftKey());
    announce(t("scenario.saved"));
    await loadScenarios();
  } catch (error) {
    store.scenariosError = error instanceof Error ? error.message : String(error);
  }
}

/** Takes the scenario out of the folder and off the page. */
export async function discard() {
  const scenario = store.scenario;
  if (!scenario) return;
  try {
    if (scenario.name) await remove(`scenarios/${encodeURIComponent(scenario.name)}`);
    close();
    await loadScenarios();
  } catch (error) {
    store.scenariosError = error instanceof Error ? error.message : String(error);
  }
}

/** Puts the scenario away; what is kept in the folder stays there. */
export function close() {
  store.scenario = null;
  store.past = [];
  store.future = [];
  localStorage.removeItem(draftKey());
  forget();
}

function keepDraft() {
  try { localStorage.setItem(draftKey(), JSON.stringify(store.scenario)); } catch { /* private windows keep nothing */ }
}

/** The scenario that was being edited when the page was left. */
export function draft() {
  try {
    const scenario = JSON.parse(localStorage.getItem(draftKey()) ?? "null");
    if (!scenario || !Array.isArray(scenario.changes) || typeof scenario.title !== "string") return null;
    return { ...scenario, supposing: Array.isArray(scenario.supposing) ? scenario.supposing : [] };
  } catch { return null; }
}
