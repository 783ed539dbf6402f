// The third dimension of this city on this machine: what speaks against it, the city's clock, and where the sun stands.
import { store } from "../../core/store.js";
import { offsetAt } from "../live/when.js";
import { solid } from "./asked.js";
import { riseAndSet, sunOver } from "./sun.js";

export { clock, solid, TILT } from "./asked.js";

const MINUTE = 60_000;

/** What speaks against 3-D on this machine: words of the catalogue. */
export function weaknesses() {
  const wishes = (/** @type {string} */ query) => matchMedia(query).matches;
  const connection = /** @type {any} */ (navigator).connection;
  return [
    document.createElement("canvas").getContext("webgl2") ? "" : "webgl",
    (navigator.hardwareConcurrency ?? 8) <= 2 ? "cores" : "",
    wishes("(prefers-reduced-data: reduce)") || connection?.saveData ? "data" : "",
    wishes("(prefers-reduced-motion: reduce)") ? "motion" : "",
  ].filter(Boolean);
}

/** Sets day and hour to the city's clock. */
export function toNow() {
  const now = Date.now();
  const local = new Date(now + offsetAt(now)).toISOString();
  solid.date = local.slice(0, 10);
  solid.minutes = Number(local.slice(11, 13)) * 60 + Number(local.slice(14, 16));
}

/** The moment of a minute of the day chosen, by the city's clock, UTC. */
export function momentOf(/** @type {number} */ minutes) {
  const local = Date.parse(`${solid.date}T00:00Z`) + minutes * MINUTE;
  const guess = local - offsetAt(local);
  return local - offsetAt(guess);
}

/** Where the city lies, for the sun; a town is small enough for one place. */
function place() {
  const [west, south, east, north] = store.city.view ?? store.city.box;
  return [(south + north) / 2, (west + east) / 2];
}

/** Where the sun stands at the moment chosen. */
export function sunNow() {
  const [latitude, longitude] = place();
  return sunOver(momentOf(solid.minutes), latitude, longitude);
}

/** The minutes of the day chosen at which the sun rises and sets. */
export function daylight() {
  const [latitude, longitude] = place();
  const { rise, set, always } = riseAndSet(momentOf(720), latitude, longitude);
  const start = momentOf(0);
  const minute = (/** @type {number|null} */ time) => (time === null ? null : Math.round((time - start) / MINUTE));
  return { rise: minute(rise), set: minute(set), always };
}
