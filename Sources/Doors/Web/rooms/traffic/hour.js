// The hour of traffic that is looked at, and the fields of traffic a run has.
import { store } from "../../core/store.js";
import { nearest, open, values } from "../runs/frames.js";

/** A field of the run's traffic, by the last part of its name. */
export const ofTraffic = (/** @type {string} */ name) => store.run?.fields.find((/** @type {any} */ one) => one.name === `traffic.${name}`);

/** Eight in the morning, as long as no hour of traffic is on the map. */
const MORNING = 8;

/** The hour looked at, as fields tell it. */
export function hourAt(/** @type {number[]} */ times) {
  const { field } = store;
  const chosen = field?.model === "traffic" && field.times.length > 1 ? field.times[field.moment] : undefined;
  return chosen !== undefined && times.includes(chosen) ? chosen : times[Math.min(MORNING, times.length - 1)];
}

/** Both sides of a field of traffic; a run without changes has one. */
export async function sidesOf(/** @type {string} */ name) {
  const field = ofTraffic(name);
  if (!field) return null;
  const isOne = !field.baseline || field.baseline === field.run;
  const [after, before] = await Promise.all([open(field.run, field.name), isOne ? null : open(field.baseline, field.name)]);
  return after ? { field, after, before } : null;
}

/** A side's values at an hour. */
export const valuesAt = async (/** @type {any} */ side, /** @type {number} */ time) => (side ? values(side, nearest(side, time)) : null);
