// The directions of a street, by the point of the compass one drives to.
import { t } from "../../core/i18n.js";

/** The eighth of the compass from the first to the last point of a line, clockwise from north. */
export function eighth(/** @type {number[][]} */ line, isBack = false) {
  const [from, to] = isBack ? [line[line.length - 1], line[0]] : [line[0], line[line.length - 1]];
  const east = (to[0] - from[0]) * Math.cos((from[1] * Math.PI) / 180);
  return ((Math.round(Math.atan2(east, to[1] - from[1]) / (Math.PI / 4)) % 8) + 8) % 8;
}

/** A direction in words: northbound. */
export const heading = (/** @type {any} */ feature, isBack = false) => t(`compass.${eighth(feature.geometry.coordinates, isBack)}`);
