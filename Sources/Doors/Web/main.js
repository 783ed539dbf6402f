// Begins the page: words, city, panel, map — in that order, each said when it fails.
import { createApp } from "./vendor/vue.js";
import { get } from "./core/api.js";
import { load } from "./core/i18n.js";
import { LAYERS, store } from "./core/store.js";
import * as url from "./core/url.js";
import { loadSession, may } from "./rooms/accounts/session.js";
import { Page } from "./rooms/page.js";
import * as map from "./rooms/map/map.js";
import { draft, loadScenarios, openScenario, redo, undo } from "./rooms/whatif/scenarios.js";
import { show } from "./rooms/runs/runs.js";
import { play, step } from "./rooms/map/time.js";
import { beginLive } from "./rooms/live/live.js";
import { toggleSolid } from "./rooms/solid/solid.js";
import { solid } from "./rooms/solid/state.js";

const wanted = url.read(location.hash);
const spoken = navigator.languages.map((tag) => tag.split("-")[0]).find((tag) => ["ms", "en", "zh", "ta"].includes(tag));

/** The city's facts; again when asked to. */
export async function loadCity() {
  store.cityError = "";
  await loadSession();
  if (!may("read")) return;
  try {
    [store.city, store.catalogue] = await Promise.all([get("city"), get("catalogue")]);
    document.title = `${store.city.name} · Kembar`;
  } catch (error) {
    store.cityError = error instanceof Error ? error.message : String(error);
    return;
  }
  map.start();
  beginLive();
  await loadScenarios();
  const left = draft();
  if (wanted.scenario && left?.name !== wanted.scenario) await openScenario(wanted.scenario);
  else if (left) store.scenario = left;
  if (wanted.time !== undefined) store.time = wanted.time;
  if (wanted.run) await show(wanted.run, wanted.shown ?? null);
  url.keep();
}

function keys(/** @type {KeyboardEvent} */ event) {
  const typing = event.target instanceof HTMLElement && event.target.matches("input, textarea, select");
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "z" && !typing) {
    event.preventDefault();
    if (event.shiftKey) redo(); else undo();
  } else if (event.key === "/" && !typing) {
    event.preventDefault();
    document.getElementById("search")?.focus();
  } else if (event.key.toLowerCase() === "l" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) store.panel = "layers";
  else if ((event.key === "[" || event.key === "]") && !typing) step(event.key === "[" ? -1 : 1);
  else if (event.key === "3" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) toggleSolid();
  else if (event.key === " " && event.target === document.body) { event.preventDefault(); play(); }
  else if (event.key === "Escape" && !typing) { if (store.picking) store.picking = null; else { store.selected = null; store.probe = null; } }
}

if (wanted.theme) store.theme = wanted.theme;
if (wanted.panel) store.panel = wanted.panel;
if (wanted.thing) store.thing = wanted.thing;
if (wanted.view) store.view = wanted.view;
if (wanted.solid) Object.assign(solid, wanted.solid, { isOn: true });
if (wanted.layers) for (const { id } of LAYERS) store.layers[id].visible = wanted.layers.has(id);
document.documentElement.dataset.theme = store.theme;
await load(wanted.lang ?? spoken ?? "ms");
createApp(Page).mount("#page");
document.addEventListener("keydown", keys);
await loadCity();
