// The levels at which rules of the watch warn, by stream: lines on its chart.
import { reactive } from "../../vendor/vue.js";
import { get } from "../../core/api.js";
import { word } from "../../core/i18n.js";
import { valueText } from "./reading.js";

/** @typedef {{rule: string, event: string, stream: number, limit: number, isBelow: boolean, severity: string}} Limit */

const state = reactive({ limits: /** @type {Limit[]} */ ([]) });

/** Asks for them; a server without a watch has none. */
export async function loadLimits() {
  try { state.limits = (await get("live/watch")).limits ?? []; } catch { state.limits = []; }
}

/** The levels that a stream is held against, the least first. */
export const limitsOf = (/** @type {number} */ stream) => state.limits.filter((one) => one.stream === stream).sort((a, b) => a.limit - b.limit);

/** A level in words: River level, severe: ≥ 4.2 m. */
export const limitText = (/** @type {Limit} */ { event, limit, isBelow, severity }, /** @type {string} */ unit) =>
  `${event}, ${word(`alerts.severity.${severity}`, severity)}: ${isBelow ? "≤" : "≥"} ${valueText(limit, unit)}`;
