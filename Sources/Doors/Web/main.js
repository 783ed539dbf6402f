// Begins the page: words, city, panel, map — in that order, each said when it fails.
import { createApp } from "./vendor/vue.js";
import { get } from "./core/api.js";
import { load } from "./core/i18n.js";
import { act } from "./core/keys.js";
import { LAYERS, store } from "./core/store.js";
import * as url from "./core/url.js";
import { loadSession, may } from "./rooms/accounts/session.js";
import { Page } from "./rooms/page.js";
import { ROOMS } from "./rooms/rooms.js";
import * as map from "./rooms/map/map.js";
import { draft, loadScenarios, openScenario } from "./rooms/whatif/scenarios.js";
import { show } from "./rooms/runs/runs.js";
import { restore } from "./rooms/compare/compare.js";
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
  for (const { begin } of ROOMS) begin?.();
  await loadScenarios();
  const left = draft();
  if (wanted.scenario && left?.name !== wanted.scenario) await openScenario(wanted.scenario);
  else if (left) store.scenario = left;
  if (wanted.time !== undefined) store.time = wanted.time;
  if (wanted.run) await show(wanted.run, wanted.shown ?? null);
  restore(wanted.compare);
  url.keep();
}

if (wanted.theme) store.theme = wanted.theme;
if (wanted.panel) store.panel = wanted.panel;
if (wanted.thing) store.thing = wanted.thing;
if (wanted.asOf) store.asOf = wanted.asOf;
if (wanted.view) store.view = wanted.view;
if (wanted.solid) Object.assign(solid, wanted.solid, { isOn: true });
if (wanted.layers) for (const { id } of LAYERS) store.layers[id].visible = wanted.layers.has(id);
if (wanted.layerOrder) store.layerOrder = wanted.layerOrder;
document.documentElement.dataset.theme = store.theme;
await load(wanted.lang ?? spoken ?? "ms");
createApp(Page).mount("#page");
document.addEventListener("keydown", act);
await loadCity();
