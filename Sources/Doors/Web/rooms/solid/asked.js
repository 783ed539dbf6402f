// What is asked of the third dimension: on or off, how the map is tilted and turned, how houses are coloured, and the day
// and hour whose shadows are drawn. All of it is worth a link: #solid=pitch,bearing[~use]&sun=2026-06-21T12:00
import { reactive } from "../../vendor/vue.js";

/** How far the map is tilted when it is first shown in 3-D, and at most. */
export const TILT = 55;
const STEEPEST = 60;

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
