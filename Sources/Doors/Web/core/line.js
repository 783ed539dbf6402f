// The line to the server: whether it answers, since when it does not, and when it is asked again — ever more patiently, at once when the
// reader says so or the browser is back on the net. What was loaded stays on the page meanwhile.
import { reactive } from "../vendor/vue.js";

/** Milliseconds between two attempts at least and at most, and how long one may take. */
const SHORTEST = 1000, LONGEST = 30_000, PATIENCE = 8000;

export const line = reactive({
  isLost: false,
  /** When the server answered last, in milliseconds since 1970. */
  heard: Date.now(),
  /** When it is asked next; nothing while it is being asked. */
  next: /** @type {number|null} */ (null),
  isAsking: false,
  now: Date.now(),
});

let pause = SHORTEST;
let waiting = 0;
let ticking = 0;
/** @type {Set<() => void>} */
const returns = new Set();

/** Calls whenever the server answers again. */
export function onReturn(/** @type {() => void} */ act) { returns.add(act); }

/** Told by whoever had an answer, of any kind. */
export function reached() {
  line.heard = Date.now();
  if (!line.isLost) return;
  Object.assign(line, { isLost: false, next: null, isAsking: false });
  delete document.documentElement.dataset.line;
  pause = SHORTEST;
  clearTimeout(waiting);
  clearInterval(ticking);
  for (const act of returns) act();
}

/** Told by whoever had none. */
export function missed() {
  if (!line.isLost) {
    Object.assign(line, { isLost: true, now: Date.now() });
    document.documentElement.dataset.line = "lost";
    clearInterval(ticking);
    ticking = window.setInterval(() => { line.now = Date.now(); }, 1000);
    later();
  }
}

function later() {
  clearTimeout(waiting);
  line.next = Date.now() + pause;
  waiting = window.setTimeout(check, pause);
  pause = Math.min(LONGEST, pause * 2);
}

/** Asks the server whether it is there. */
export async function check() {
  if (line.isAsking) return;
  clearTimeout(waiting);
  Object.assign(line, { isAsking: true, next: null });
  try {
    const answer = await fetch(new URL("api/v1/session", document.baseURI), { cache: "no-store", signal: AbortSignal.timeout(PATIENCE) });
    line.isAsking = false;
    // A proxy answers for a server that is away.
    if ([502, 503, 504].includes(answer.status)) throw new Error(String(answer.status));
    reached();
  } catch {
    line.isAsking = false;
    missed();
    later();
  }
}

/** Asks at once, and is patient from the beginning again. */
export function checkNow() {
  pause = SHORTEST;
  return check();
}

addEventListener("online", () => { if (line.isLost) checkNow(); });
addEventListener("offline", () => { check(); });
document.addEventListener("visibilitychange", () => { if (!document.hidden && line.isLost) checkNow(); });
