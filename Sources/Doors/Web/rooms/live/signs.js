// The marks of things on the map: a shape for what is measured; filled while its value is fresh, hollow when it is late, with a flag when
// it is doubtful, dashed when nobody knows the device yet.

/** What is measured: a colour by day and by night, most colour-blind readers tell them apart; the shape says the same. */
export const KIND_COLOURS = {
  water: { light: "#0b5b8a", dark: "#6ec1f0" },
  weather: { light: "#b45309", dark: "#f6a862" },
  air: { light: "#6d3fc0", dark: "#b9a8f5" },
  traffic: { light: "#00704f", dark: "#4fd0a5" },
  power: { light: "#8a5a00", dark: "#f0c04d" },
  other: { light: "#55606b", dark: "#b4bec8" },
};
const GROUND = { light: "#ffffff", dark: "#13171c" };
const LATE = { light: "#6b6f75", dark: "#98a2ac" };
const DOUBT = { light: "#a3410a", dark: "#f6c445" };
const NEW = { light: "#a3410a", dark: "#f6a862" };
const ALERT = { light: { extreme: "#8f2415", severe: "#8f2415", moderate: "#a3410a", minor: "#7a4d00", unknown: "#55606b" }, dark: { extreme: "#ffab9b", severe: "#ffab9b", moderate: "#f6a862", minor: "#f0c46a", unknown: "#b4bec8" } };

/** Paths in a square of 20, as SVG has them: the list draws with the same. */
export const SHAPES = {
  water: "M10 1.5C13 6 16 9 16 12.5a6 6 0 0 1-12 0C4 9 7 6 10 1.5z",
  // No circle: places of the city are circles.
  weather: "M10.0 1.4L12.3 4.4L16.1 3.9L15.6 7.7L18.6 10.0L15.6 12.3L16.1 16.1L12.3 15.6L10.0 18.6L7.7 15.6L3.9 16.1L4.4 12.3L1.4 10.0L4.4 7.7L3.9 3.9L7.7 4.4z",
  air: "M10 2.2l6.8 3.9v7.8L10 17.8l-6.8-3.9V6.1z",
  traffic: "M3.8 3.8h12.4v12.4H3.8z",
  power: "M10 2.6l7.6 13.6H2.4z",
  other: "M10 2l8 8-8 8-8-8z",
};

/** The name of a mark. */
export const signName = (/** @type {string} */ kind, /** @type {{isLate?: boolean, isDoubtful?: boolean, isNew?: boolean}} */ state, /** @type {string} */ theme) =>
  `live:${kind}:${state.isNew ? "new" : `${state.isLate ? "late" : "fresh"}${state.isDoubtful ? "-doubtful" : ""}`}:${theme}`;

const STATES = ["fresh", "late", "fresh-doubtful", "late-doubtful"];

/** Gives all marks to a map whose style has loaded, so that a new value need not wait for its mark. */
export function addSigns(/** @type {any} */ map, /** @type {"light"|"dark"} */ theme) {
  const all = [
    ...Object.keys(SHAPES).flatMap((kind) => STATES.map((state) => [kind, state])), ["other", "new"],
    ...Object.keys(ALERT[theme]).map((severity) => ["alert", severity])];
  for (const [kind, state] of all) {
    const name = `live:${kind}:${state}:${theme}`;
    if (!map.hasImage(name)) map.addImage(name, draw(kind, state, theme), { pixelRatio: 2 });
  }
}

function draw(/** @type {string} */ kind, /** @type {string} */ state, /** @type {"light"|"dark"} */ theme) {
  const size = 60;
  const canvas = document.createElement("canvas");
  canvas.width = size;
  canvas.height = size;
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d", { willReadFrequently: true }));
  context.translate(8, 8);
  context.scale(2.2, 2.2);
  context.lineJoin = "round";
  if (kind === "alert") return alertSign(context, ALERT[theme][state] ?? ALERT[theme].unknown, GROUND[theme], size);
  const isNew = state === "new";
  const path = new Path2D(isNew ? "M10 1.4a8.6 8.6 0 1 1 0 17.2a8.6 8.6 0 1 1 0-17.2z" : SHAPES[kind] ?? SHAPES.other);
  // A rim of the ground, so that it stands out of every map.
  context.strokeStyle = GROUND[theme];
  context.lineWidth = 4;
  context.stroke(path);
  const late = state.startsWith("late");
  const colour = isNew ? NEW[theme] : late ? LATE[theme] : (KIND_COLOURS[kind] ?? KIND_COLOURS.other)[theme];
  context.fillStyle = late || isNew ? GROUND[theme] : colour;
  context.fill(path);
  context.strokeStyle = colour;
  context.lineWidth = late || isNew ? 2 : 1.2;
  context.setLineDash(isNew ? [3.2, 2.2] : []);
  context.stroke(path);
  context.setLineDash([]);
  if (isNew) {
    context.lineWidth = 1.8;
    context.stroke(new Path2D("M10 6v8M6 10h8"));
  }
  if (state.endsWith("doubtful")) {
    const flag = new Path2D("M15.5 0l5.4 9.4H10.1z");
    context.strokeStyle = GROUND[theme];
    context.lineWidth = 3;
    context.stroke(flag);
    context.fillStyle = DOUBT[theme];
    context.fill(flag);
    context.strokeStyle = GROUND[theme];
    context.lineWidth = 1.5;
    context.stroke(new Path2D("M15.5 3.2v3M15.5 7.4v.6"));
  }
  return context.getImageData(0, 0, size, size);
}

/** A round sign with an exclamation mark. */
function alertSign(/** @type {CanvasRenderingContext2D} */ context, /** @type {string} */ colour, /** @type {string} */ ground, /** @type {number} */ size) {
  const round = new Path2D("M10 1a9 9 0 1 1 0 18a9 9 0 1 1 0-18z");
  context.strokeStyle = ground;
  context.lineWidth = 4;
  context.stroke(round);
  context.fillStyle = colour;
  context.fill(round);
  context.lineWidth = 2.6;
  context.lineCap = "round";
  context.stroke(new Path2D("M10 5.4v5.6M10 14.4v.2"));
  return context.getImageData(0, 0, size, size);
}
