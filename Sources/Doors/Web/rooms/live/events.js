// Hears what happens, and begins again when the line breaks: at once where it can, then ever more patiently.
import { address } from "../../core/api.js";
import { live, load, observe } from "./desk.js";

const LONGEST_PAUSE = 15_000;
/** A page that was not looked at for so long asks for everything again: its line may have died unheard. */
const LONG_AWAY = 30_000;

/** @type {EventSource|null} */
let source = null;
let pause = 500;
let waiting = 0;
let left = 0;

/** Who wants to know of which event, besides `observed`. */
const hearing = /** @type {Record<string, () => void>} */ ({ entities: load, withdrawn: load });

/** Calls when an event of a name comes, and whenever the line stands again. */
export function on(/** @type {string} */ name, /** @type {() => void} */ hears) {
  hearing[name] = hears;
  source?.addEventListener(name, hears);
}

/** Hears from now on. */
export function follow() {
  clearTimeout(waiting);
  source?.close();
  source = new EventSource(address("live/events"));
  source.addEventListener("open", () => {
    pause = 500;
    live.connection = "open";
    load();
    for (const hears of Object.values(hearing)) if (hears !== load) hears();
  });
  source.addEventListener("observed", (event) => observe(JSON.parse(/** @type {MessageEvent} */ (event).data)));
  for (const [name, hears] of Object.entries(hearing)) source.addEventListener(name, hears);
  source.addEventListener("error", () => {
    source?.close();
    live.connection = "lost";
    clearTimeout(waiting);
    waiting = window.setTimeout(follow, pause);
    pause = Math.min(LONGEST_PAUSE, pause * 2);
  });
}

addEventListener("online", () => { if (source) follow(); });
document.addEventListener("visibilitychange", () => {
  if (!source) return;
  if (document.hidden) left = Date.now();
  else if (live.connection === "lost" || Date.now() - left > LONG_AWAY) follow();
});
