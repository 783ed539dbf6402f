// The parts of the page that nobody needs for the first picture: each is fetched when it is first asked for, and all of them, in the order
// of likely use, once the map is drawn and the page has nothing else to do — so that nothing waits when it is clicked, or is missing offline.
import { h, shallowReactive } from "../vendor/vue.js";
import { rest } from "./i18n.js";
import { later } from "./later.js";

/** How each is had, the likeliest first. Its style sheets in index.html bear its name. @type {Record<string, () => Promise<any>>} */
const PARTS = {
  live: () => import("../rooms/live/part.js"),
  whatif: () => import("../rooms/whatif/part.js"),
  timeline: () => import("../rooms/timeline/strip.js"),
  tour: () => import("../rooms/tour/tour.js"),
  runs: () => import("../rooms/runs/part.js"),
  drawer: () => import("../rooms/tools/drawer.js"),
  layers: () => import("../rooms/layers/layers.js"),
  solid: () => import("../rooms/solid/part.js"),
  habits: () => import("../rooms/habits/part.js"),
  own: () => import("../rooms/own/part.js"),
  city: () => import("../rooms/city/part.js"),
  stories: () => import("../rooms/stories/part.js"),
  vehicles: () => import("../rooms/vehicles/part.js"),
  compare: () => import("../rooms/compare/part.js"),
  how: () => import("../rooms/how/how.js"),
  signin: () => import("../rooms/accounts/signin.js"),
  accounts: () => import("../rooms/accounts/panel.js"),
  still: () => import("../rooms/still/part.js"),
  newcity: () => import("../rooms/newcity/part.js"),
};

/** Those that have come, by name: what is drawn of them follows. @type {Record<string, any>} */
export const here = shallowReactive({});

/** @type {Record<string, Promise<any>>} */
const coming = {};

/** Has a part here: fetched once, begun once. */
export function bring(/** @type {string} */ name) {
  coming[name] ??= Promise.all([PARTS[name](), dress(`link[data-part~="${name}"]`), rest()]).then(([part]) => {
    part.begin?.();
    here[name] = part;
    return part;
  }).catch((error) => { delete coming[name]; throw error; });
  return coming[name];
}

/** Puts style sheets in force that were left for later, each in its own place among the others. */
function dress(/** @type {string} */ selector) {
  return Promise.all([...document.querySelectorAll(selector)].map((one) => new Promise((resolve) => {
    const link = /** @type {HTMLLinkElement} */ (one);
    if (!link.disabled) { resolve(null); return; }
    for (const name of ["load", "error"]) link.addEventListener(name, resolve, { once: true });
    link.disabled = false;
    // A browser that tells nothing of its style sheets keeps nobody waiting.
    setTimeout(resolve, 2000);
  })));
}

/** A component of a part: grey lines stand for it until it has come. */
export function part(/** @type {string} */ name, /** @type {string} */ component, lines = 4) {
  const Waiting = later(() => bring(name), component, lines);
  return (/** @type {any} */ given) => h(here[name]?.[component] ?? Waiting, given);
}

const idle = () => new Promise((resolve) => { if (window.requestIdleCallback) requestIdleCallback(resolve, { timeout: 500 }); else setTimeout(resolve, 50); });

/** Fetches all that is not here yet, one after the other; what cannot be had now is asked for when it is needed. */
export async function bringRest() {
  // What comes from here on nobody waits for: those who measure tell it apart.
  performance.mark("rest");
  let isWhole = true;
  for (const name of Object.keys(PARTS)) {
    if (here[name]) continue;
    await idle();
    try { await bring(name); } catch { isWhole = false; }
  }
  if (!isWhole) { setTimeout(bringRest, 15_000); return; }
  document.documentElement.dataset.whole = "yes";
}
