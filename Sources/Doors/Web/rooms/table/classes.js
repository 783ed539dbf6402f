// How much of the ground lies in each class of a grid.
import { t } from "../../core/i18n.js";
import { rangeText } from "../map/legend.js";
import { cellArea } from "../map/quad.js";

/** How much of the ground lies in each class of a grid, in hectares, the greatest value first. @returns {{name: string, hectares: number}[]} */
export function classesOf(/** @type {NonNullable<ReturnType<typeof picture>>} */ now) {
  const area = cellArea(now.side.about) / 10000;
  const { colours, bounds } = now.scale;
  const counts = colours.map(() => 0);
  for (const value of now.values) {
    if (!Number.isFinite(value)) continue;
    let place = 0;
    while (place < bounds.length && value >= bounds[place]) place += 1;
    counts[place] += 1;
  }
  const hows = ["lost", "gained"].map((how) => ({ name: t(`grid.${how}`), hectares: [...now.turned.values()].filter((one) => one === how).length * area })).filter(({ hectares }) => hectares);
  return [...hows, ...colours.map((_, place) => ({ name: rangeText(now.scale, place, now.mode), hectares: counts[place] * area })).reverse()];
}
