// Brings a view back while the page is open: layers, camera, scenario, run, field, moment, comparison and third dimension, as its address tells.
import { nextTick } from "../../vendor/vue.js";
import { get } from "../../core/api.js";
import { bring as have } from "../../core/fetched.js";
import { t } from "../../core/i18n.js";
import { LAYERS, store } from "../../core/store.js";
import { read } from "../../core/url.js";
import { compare, restore } from "../compare/compare.js";
import { live, load } from "../live/desk.js";
import { firstMap } from "../map/map.js";
import { choose, goTo, show } from "../runs/runs.js";
import { solid } from "../solid/state.js";
import { scenarioOf } from "../whatif/scenarios.js";
import { nearestOf } from "./parts.js";

const calm = matchMedia("(prefers-reduced-motion: reduce)");
/** Half of the panel's width: what was in the middle beside it comes into the middle of the screen. */
const BESIDE = 202;

let turn = 0;

/**
 * Brings a view. Answers what it asked for and could not have, in a sentence; nothing when all is there.
 * @param {string} view
 * @param {{isFull: boolean, scenario?: any}} how  whether the map has the whole screen; the scenario, where it is at hand
 */
export async function bring(view, how) {
  const mine = ++turn;
  const wanted = read(view);
  Object.assign(store, { selected: null, probe: null, picking: null, playing: false });
  // What draws the view, where the page has not asked for it yet.
  const needed = [...(wanted.run ? ["runs"] : []), ...(wanted.compare ? ["compare"] : []), ...(wanted.solid ? ["solid"] : [])];
  await Promise.all(needed.map((name) => have(name).catch(() => null)));
  if (mine !== turn) return "";
  if (wanted.layers) for (const { id } of LAYERS) store.layers[id].visible = wanted.layers.has(id);
  store.layerOrder = wanted.layerOrder ?? [];
  if (store.asOf !== (wanted.asOf ?? null)) {
    store.asOf = wanted.asOf ?? null;
    // Where it is not known yet what is live, the first answer will be of this moment.
    if (live.isOffered) load();
  }
  if (store.compare.way && store.compare.way !== wanted.compare?.way) compare("");
  look(wanted, how.isFull);
  let lack = "";
  try {
    const scenario = "scenario" in how ? how.scenario : await scenarioNamed(wanted.scenario);
    if (mine !== turn) return "";
    store.scenario = scenario;
  } catch { lack = t("story.noScenario", { name: wanted.scenario }); }
  if (mine !== turn) return "";
  if (!await showRun(wanted)) lack ||= t("story.noRun");
  if (mine !== turn) return "";
  if (wanted.compare && store.field) {
    // A run that was changed has forgotten what was compared by then.
    await nextTick();
    restore(wanted.compare);
  }
  return lack;
}

async function scenarioNamed(/** @type {string|undefined} */ name) {
  if (!name) return null;
  if (store.scenario?.name === name && store.scenario.saved) return store.scenario;
  return scenarioOf(name, await get(`scenarios/${encodeURIComponent(name)}`));
}

/** Turns the camera, and the third dimension on or off. */
function look(/** @type {any} */ wanted, /** @type {boolean} */ isFull) {
  const map = firstMap();
  const tilted = wanted.solid;
  solid.isOn = Boolean(tilted) && Boolean(map);
  if (tilted) Object.assign(solid, { isShaded: false }, tilted);
  if (!map) return;
  const stance = { pitch: tilted?.pitch ?? 0, bearing: tilted?.bearing ?? 0 };
  if (!wanted.view) {
    // Where to look comes with the whole city; how, from here.
    if (map.getPitch() !== stance.pitch || map.getBearing() !== stance.bearing) map.jumpTo(stance);
    return;
  }
  const isBeside = isFull && innerWidth >= 760 && wanted.compare?.way !== "side";
  map.easeTo({ ...wanted.view, ...stance, offset: isBeside ? [-BESIDE, 0] : [0, 0], duration: calm.matches ? 0 : 900 });
}

/** Shows the run of a view, its field and moment; whether all of it was there. */
async function showRun(/** @type {any} */ wanted) {
  if (!wanted.run) {
    Object.assign(store, { run: null, shown: null, field: null, fieldError: "", time: null });
    return true;
  }
  store.time = wanted.time ?? null;
  if (store.run?.run !== wanted.run) {
    Object.assign(store, { shown: null, field: null });
    const before = store.jobError;
    await show(wanted.run, wanted.shown ?? null);
    if (store.run?.run !== wanted.run) {
      Object.assign(store, { run: null, jobError: before });
      return false;
    }
  } else if (wanted.shown) {
    await choose(wanted.shown.name, wanted.shown.mode);
    const times = store.field?.times ?? [];
    if (wanted.time !== undefined && times.length > 1) {
      const place = nearestOf(times, wanted.time);
      if (place !== store.field.moment) await goTo(place);
    }
  }
  if (!wanted.shown) Object.assign(store, { shown: null, field: null });
  return !wanted.shown || store.field?.name === wanted.shown.name;
}
