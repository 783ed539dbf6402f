// Hears what happens, and begins again when the line breaks: at once where it can, then ever more patiently.
import { check } from "../../core/line.js";
import { openStream } from "../../core/stream.js";
import { live, load, observe } from "./desk.js";

const LONGEST_PAUSE = 15_000;
/** A page that was not looked at for so long asks for everything again: its line may have died unheard. */
const LONG_AWAY = 30_000;

/** What closes the line; nothing before there was one. @type {(() => void)|null} */
let close = null;
let pause = 500;
let waiting = 0;
let left = 0;

/** Who wants to know of which event, besides `observed`. */
const hearing = /** @type {Record<string, () => void>} */ ({ entities: load, withdrawn: load });

/** Calls when an event of a name comes, and whenever the line stands again. */
export function on(/** @type {string} */ name, /** @type {() => void} */ hears) {
  hearing[name] = hears;
}

/** Hears from now on. */
export function follow() {
  clearTimeout(waiting);
  close?.();
  close = openStream({
    topics: "live",
    opened: () => {
      pause = 500;
      live.connection = "open";
      load();
      for (const hears of Object.values(hearing)) if (hears !== load) hears();
    },
    heard: (name, data) => { if (name === "observed") observe(JSON.parse(data)); else hearing[name]?.(); },
    broke: () => {
      live.connection = "lost";
      check();
      clearTimeout(waiting);
      waiting = window.setTimeout(follow, pause);
      pause = Math.min(LONGEST_PAUSE, pause * 2);
    },
  });
}

addEventListener("online", () => { if (close) follow(); });
document.addEventListener("visibilitychange", () => {
  if (!close) return;
  if (document.hidden) left = Date.now();
  else if (live.connection === "lost" || Date.now() - left > LONG_AWAY) follow();
});
