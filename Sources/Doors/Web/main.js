// Begins the page: words, city, panel, map — in that order, each said when it fails. What nobody needs for that picture comes afterwards.
import { createApp } from "./vendor/vue.js";
import { get } from "./core/api.js";
import { bring, bringRest } from "./core/fetched.js";
import { load } from "./core/i18n.js";
import { act } from "./core/keys.js";
import { LAYERS, store } from "./core/store.js";
import * as url from "./core/url.js";
import { loadSession, may } from "./rooms/accounts/session.js";
import { Page } from "./rooms/page.js";
import * as map from "./rooms/map/map.js";
import { draft, loadScenarios, openScenario } from "./rooms/whatif/scenarios.js";
import { beginRecovery } from "./rooms/line/recover.js";
import { solid } from "./rooms/solid/asked.js";

const wanted = url.read(location.hash);
const spoken = navigator.languages.map((tag) => tag.split("-")[0]).find((tag) => ["ms", "en", "zh", "ta"].includes(tag));

/** The city's facts; again when asked to. */
export async function loadCity() {
  store.cityError = "";
  await loadSession();
  if (!may("read")) return;
  try {
    // Where there is no city yet there is no catalogue either: what the city says is heard first.
    const catalogue = get("catalogue");
    catalogue.catch(() => {});
    const city = await get("city");
    [store.city, store.catalogue] = [city, await catalogue];
    document.title = `${store.city.name} · Kembar`;
  } catch (error) {
    if (/** @type {any} */ (error).problem?.isEmpty) { store.isEmpty = true; (await bring("newcity")).open(); return; }
    store.cityError = error instanceof Error ? error.message : String(error);
    return;
  }
  const drawn = map.start().then(() => (store.mapError ? null : map.ready));
  try { await restore(); } finally { drawn.then(bringRest); }
}

/** Brings back what the address names, or what was left here. */
async function restore() {
  if (wanted.panel === "live") bring("live").catch(() => {});
  await loadScenarios();
  const left = draft();
  if (wanted.scenario && left?.name !== wanted.scenario) await openScenario(wanted.scenario);
  else if (left) store.scenario = left;
  if (wanted.time !== undefined) store.time = wanted.time;
  if (wanted.run) await (await bring("runs")).show(wanted.run, wanted.shown ?? null);
  else if (localStorage.getItem("kembar.job")) await (await bring("runs")).resume();
  if (wanted.compare) {
    await map.started;
    (await bring("compare")).restore(wanted.compare);
  }
  if (wanted.story) {
    await map.started;
    await (await bring("stories")).tellNamed(wanted.story);
  }
  url.keep();
}

if (wanted.theme) store.theme = wanted.theme;
if (wanted.panel) store.panel = wanted.panel;
if (wanted.tool) store.tool = wanted.tool;
if (wanted.asked) store.asked = wanted.asked;
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
beginRecovery(loadCity);
await loadCity();
// A link that is pasted into the tab is followed; before there is a city the page begins anew.
addEventListener("hashchange", async ({ newURL }) => {
  if (!store.city) { location.reload(); return; }
  (await import("./core/follow.js")).follow(new URL(newURL).hash);
});
