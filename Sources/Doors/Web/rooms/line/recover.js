// What is asked again when the server answers again: what failed for want of it, and nothing that is there.
import { onReturn } from "../../core/line.js";
import { bringRest, here } from "../../core/fetched.js";
import { store } from "../../core/store.js";
import { loadSession } from "../accounts/session.js";
import { firstMap } from "../map/map.js";
import { loadScenarios } from "../whatif/scenarios.js";

const OFFLINE = "offline";

/** Begins to mend what broke; `loadCity` begins the page where it had not begun. */
export function beginRecovery(/** @type {() => Promise<void>} */ loadCity) {
  onReturn(async () => {
    if (!store.city) { await loadCity(); return; }
    // Somebody may have been signed out, or the server begun anew.
    await loadSession();
    if (store.scenariosError === OFFLINE || store.scenarios === null) loadScenarios();
    const { live, runs, still, stories } = here;
    still?.again();
    if (stories && (stories.stories.error === OFFLINE || stories.stories.list === null)) stories.loadStories();
    // A run that was not taken is the reader's to try again; one that is followed tells for itself.
    if (store.jobError === OFFLINE && store.job) store.jobError = "";
    runs?.followAgain();
    if (store.fieldError === OFFLINE && store.shown) {
      store.fieldError = "";
      runs?.choose(store.shown.name, store.shown.mode);
    }
    // Tiles that could not be had are forgotten by the map unless it is told.
    const map = firstMap();
    if (map?.getSource("city")) map.refreshTiles?.("city");
    if (live?.live.isOffered) live.follow(); else live?.beginLive();
    bringRest();
  });
}
