// A link that is followed while the page is open: what it says is brought without loading anew.
import { access } from "../rooms/accounts/session.js";
import { making } from "../rooms/newcity/making.js";
import { OPENING } from "../rooms/rooms.js";
import { wholeCity } from "../rooms/map/map.js";
import { bring } from "../rooms/stories/bring.js";
import { stories } from "../rooms/stories/state.js";
import { leaveStory, tellNamed } from "../rooms/stories/tell.js";
import { load } from "./i18n.js";
import { announce, store } from "./store.js";
import { read } from "./url.js";

/** Brings what a fragment says; other fragments than links of this page are left alone. */
export async function follow(/** @type {string} */ hash) {
  if (!/^#(?:.*&)?v=1(?:&|$)/.test(hash)) return;
  const wanted = read(hash);
  if (wanted.lang && wanted.lang !== store.lang) await load(wanted.lang);
  if (wanted.theme) store.theme = wanted.theme;
  store.dialog = "";
  access.isShown = false;
  making.isOpen = false;
  if (stories.isTold) await leaveStory();
  if (wanted.story) { await tellNamed(wanted.story); return; }
  Object.assign(store, { panel: wanted.panel ?? OPENING, tool: wanted.tool ?? "", asked: wanted.asked ?? "", thing: wanted.thing ?? null });
  const { scenario } = store;
  const isUnsaved = scenario && !scenario.saved && scenario.changes.length + scenario.supposing.length > 0;
  // What nobody saved stays where the link names no other, and can be had back where it does.
  const stays = isUnsaved && (!wanted.scenario || wanted.scenario === scenario.name);
  if (!stays) Object.assign(store, { past: isUnsaved ? [...store.past, JSON.stringify(scenario)] : [], future: [] });
  const lack = await bring(hash, { isFull: false, ...(stays ? { scenario } : {}) });
  if (!wanted.view) wholeCity();
  if (lack) { store.jobError = lack; announce(lack); }
}
