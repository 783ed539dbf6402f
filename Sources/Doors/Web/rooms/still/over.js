// What lies over the still map: changes, what is chosen, what is drawn, marks and what is live — the features the other map would lay on itself.
import { h } from "../../vendor/vue.js";
import { outlined } from "./view.js";

/** The lowest first. */
export const LAID = ["edits", "selection", "marks", "live", "sketch"];
/** Marks with words beside them are told apart up to this many. */
const FEW = 40;

const EFFECTS = { closed: "#d55e00", opened: "#009e73" };

/** How a feature is drawn: its colour, the width of its line, the radius of its point. */
function look(/** @type {string} */ name, /** @type {any} */ { properties = {} }) {
  switch (name) {
    case "edits": return { colour: EFFECTS[properties.effect] ?? "#0072b2", width: 4, dashes: "7 4", radius: 8 };
    case "selection": return properties.probe ? { colour: "#d55e00", width: 4, radius: 6 } : { colour: "#0a84d0", width: 6, radius: 13, isRing: true };
    case "marks": return { colour: "depth" in properties ? "#1f61a3" : "#8a3ffc", width: 3, radius: 6 };
    case "live": return { colour: properties.late ? "#6f6f6f" : "#0b6e4f", width: 3, radius: properties.chosen ? 9 : 7 };
    default: return { colour: "#0a84d0", width: 2.5, dashes: "5 4", radius: 5 };
  }
}

const path = (/** @type {{points: number[][], isClosed: boolean}} */ { points, isClosed }) =>
  points.map(([x, y], place) => `${place ? "L" : "M"}${x.toFixed(1)} ${y.toFixed(1)}`).join("") + (isClosed ? "z" : "");

/** The layer over the picture. */
export function Over(/** @type {Record<string, any[]>} */ laid, /** @type {import("./view.js").View} */ view, /** @type {number[]} */ size) {
  const [width, height] = size;
  const isIn = (/** @type {number[]} */ [x, y]) => x > -20 && y > -20 && x < width + 20 && y < height + 20;
  const drawn = LAID.flatMap((name) => (laid[name] ?? []).flatMap((feature, place) => {
    const shape = look(name, feature);
    return outlined(feature.geometry, view, size).filter(({ points }) => points.some(isIn) || points.length > 1).map((part, number) => ({ name, feature, part, ...shape, key: `${name}${place}.${number}` }));
  }));
  const hasWords = drawn.filter(({ feature }) => feature.properties?.value || feature.properties?.text).length <= FEW;
  return h("svg", { class: "still-over", viewBox: `0 0 ${width} ${height}`, width, height, "aria-hidden": "true", focusable: "false" }, drawn.map((one) => {
    const words = one.part.isPoint && hasWords ? one.feature.properties?.value || one.feature.properties?.text : "";
    if (!one.part.isPoint) {
      return h("path", { key: one.key, "data-laid": one.name, d: path(one.part), fill: one.part.isClosed && one.name === "edits" ? one.colour : "none", "fill-opacity": 0.2,
        stroke: one.colour, "stroke-width": one.width, "stroke-dasharray": one.dashes, "stroke-linejoin": "round", "stroke-linecap": one.dashes ? "butt" : "round", "stroke-opacity": 0.85 });
    }
    const [x, y] = one.part.points[0];
    return h("g", { key: one.key, "data-laid": one.name, transform: `translate(${x.toFixed(1)} ${y.toFixed(1)})` }, [
      h("circle", { r: one.radius, fill: one.isRing ? "rgb(10 132 208 / 15%)" : one.colour, stroke: one.isRing ? one.colour : "#fff", "stroke-width": one.isRing ? 3 : 2 }),
      words ? h("text", { x: one.radius + 4, y: 4 }, words) : null]);
  }));
}
