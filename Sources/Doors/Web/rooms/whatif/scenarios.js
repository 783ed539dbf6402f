// Scenarios: opened, edited with undo and redo, kept in the city's folder. An unsaved one survives a reload.
import { announce, store } from "../../core/store.js";
import { get, remove, send } from "../../core/api.js";
import { t } from "../../core/i18n.js";
import { here } from "../../core/fetched.js";
import { treeOf } from "./branches.js";

/** @typedef {import("../../core/store.js").Change} Change */

const draftKey = () => `kembar.draft.${store.city.digest.slice(0, 16)}`;

/** The documents of the folder, as far as they are known, by name: what a scenario at hand is compared with. @type {Map<string, any>} */
const filed = new Map();
/** A folder with more is listed without its branches. */
const MOST_BRANCHES = 60;
let lastID = 0;

/** Whether a scenario is what lies in the folder under its name. */
const isFiled = (/** @type {any} */ scenario) => Boolean(scenario?.name) && JSON.stringify(filed.get(scenario.name)) === JSON.stringify(toDocument(scenario));

/** What is in the folder; each behind the one it is a branch of. */
export async function loadScenarios() {
  try {
    const found = await get("scenarios");
    store.scenariosError = "";
    store.scenarios ??= found;
    const documents = found.length > MOST_BRANCHES ? [] : await Promise.all(found.filter((/** @type {any} */ one) => !one.error)
      .map(async (/** @type {any} */ one) => ({ name: one.name, ...await get(`scenarios/${encodeURIComponent(one.name)}`).catch(() => ({})) })));
    store.scenarios = treeOf(found.map((/** @type {any} */ one) => one.name), documents)
      .map(({ name, depth }) => ({ ...found.find((/** @type {any} */ one) => one.name === name), depth }));
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
  leave();
  store.scenario = { id: ++lastID, name: "", title: title || t("scenario.untitled"), models: [], supposing: [], changes: [], saved: false, tag: "" };
  (here.whatif ?? here.runs)?.forget();
}

/** Before another scenario is at hand: what nobody saved can be had back, as any edit can. */
function leave() {
  const { scenario } = store;
  store.future = [];
  if (scenario && !scenario.saved && scenario.changes.length + (scenario.supposing?.length ?? 0) > 0) store.past.push(JSON.stringify(scenario));
  else store.past = [];
}

/** Goes on from the scenario at hand in one of its own, which leaves the first as it is. */
export function branch() {
  const { scenario } = store;
  if (!scenario) return;
  const { title, models, supposing, changes } = JSON.parse(JSON.stringify(scenario));
  leave();
  store.scenario = { id: ++lastID, name: "", title: t("scenario.branchTitle", { title }), models, supposing, changes, saved: false, tag: "" };
  (here.whatif ?? here.runs)?.forget();
  keepDraft();
  announce(t("scenario.branched", { title }));
}

/** Opens a scenario of the folder. */
export async function openScenario(/** @type {string} */ name) {
  try {
    const found = await get(`scenarios/${encodeURIComponent(name)}`);
    if (found.error) { store.scenariosError = found.error; return; }
    leave();
    store.scenario = scenarioOf(name, found);
    filed.set(name, toDocument(store.scenario));
    store.scenariosError = "";
    (here.whatif ?? here.runs)?.forget();
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
/** A scenario of the folder, as the API tells it. */
export const scenarioOf = (/** @type {string} */ name, /** @type {any} */ found) => ({
  id: ++lastID, name, title: found.title, models: found.models, supposing: (found.supposing ?? []).map(fromDocument), changes: found.changes.map(fromDocument), saved: true, tag: "" });
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
  if (!state) return;
  const now = store.scenario;
  const then = JSON.parse(state);
  to.push(JSON.stringify(now));
  // It may have been saved since: it has its name and place in the folder whatever of it is undone.
  if (then && now && then.id === now.id) Object.assign(then, { name: now.name, tag: now.tag });
  else (here.whatif ?? here.runs)?.forget();
  if (then) then.saved = isFiled(then);
  store.scenario = then;
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
    filed.set(name, toDocument(scenario));
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
    // Deleting is an edit too: it can be undone, and the scenario saved again.
    Object.assign(scenario, { name: "", saved: false });
    close();
    await loadScenarios();
  } catch (error) {
    store.scenariosError = error instanceof Error ? error.message : String(error);
  }
}

/** Puts the scenario away; what is kept in the folder stays there. */
export function close() {
  leave();
  store.scenario = null;
  localStorage.removeItem(draftKey());
  (here.whatif ?? here.runs)?.forget();
}

function keepDraft() {
  try {
    if (store.scenario) localStorage.setItem(draftKey(), JSON.stringify(store.scenario)); else localStorage.removeItem(draftKey());
  } catch { /* private windows keep nothing */ }
}

/** The scenario that was being edited when the page was left. */
export function draft() {
  try {
    const scenario = JSON.parse(localStorage.getItem(draftKey()) ?? "null");
    if (!scenario || !Array.isArray(scenario.changes) || typeof scenario.title !== "string") return null;
    return { ...scenario, id: ++lastID, supposing: Array.isArray(scenario.supposing) ? scenario.supposing : [] };
  } catch { return null; }
}
