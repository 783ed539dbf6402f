// What is asked of the third dimension: on or off, how the map is tilted and turned, how houses are coloured, and the day
// and hour whose shadows are drawn. All of it is worth a link: #solid=pitch,bearing[~use]&sun=2026-06-21T12:00
import { reactive } from "../../vendor/vue.js";
import { store } from "../../core/store.js";
import { offsetAt } from "../live/when.js";
import { riseAndSet, sunOver } from "./sun.js";

/** How far the map is tilted when it is first shown in 3-D, and at most. */
export const TILT = 55;
const STEEPEST = 60;
const MINUTE = 60_000;

export const solid = reactive({
  isOn: false,
  pitch: TILT,
  bearing: 0,
  colour: /** @type {"plain"|"use"} */ ("plain"),
  isShaded: false,
  /** The city's own day and minute of that day. */
  date: "",
  minutes: 0,
  /** Why 3-D may be slow here, while that is being asked. @type {string[]} */
  doubts: [],
  isOpen: true,
  /** Buildings in view, and how many of them cast shadows. */
  count: 0,
  shading: 0,
});

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

/** A minute of the day as a clock shows it. */
export const clock = (/** @type {number} */ minutes) => `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;

/** What a link says of it; nothing when it says nothing. */
export function readSolid(/** @type {URLSearchParams} */ parts) {
  const found = /^(\d{1,2}),(-?\d{1,3})(~use)?$/.exec(parts.get("solid") ?? "");
  if (!found) return null;
  const sun = /^(\d{4}-\d\d-\d\d)T([01]\d|2[0-3]):([0-5]\d)$/.exec(parts.get("sun") ?? "");
  const isDay = sun !== null && !Number.isNaN(Date.parse(`${sun[1]}T00:00Z`));
  return {
    pitch: Math.min(STEEPEST, Number(found[1])), bearing: Math.max(-180, Math.min(180, Number(found[2]))),
    colour: /** @type {"plain"|"use"} */ (found[3] ? "use" : "plain"),
    ...(isDay ? { isShaded: true, date: sun[1], minutes: Number(sun[2]) * 60 + Number(sun[3]) } : {}),
  };
}

/** What a link to the present state says. */
export function solidParts() {
  if (!solid.isOn) return [];
  const turned = `${Math.round(solid.pitch)},${Math.round(solid.bearing)}${solid.colour === "use" ? "~use" : ""}`;
  return [["solid", turned], ...(solid.isShaded ? [["sun", `${solid.date}T${clock(solid.minutes)}`]] : [])];
}
