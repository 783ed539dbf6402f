// What places are coloured by: what they are for, in colours that most colour-blind readers can tell apart (Okabe and Ito, 2008).

/** Places by what they are for. */
export const PLACE_COLOURS = {
  health: { light: "#c2410c", dark: "#ff9d6b" },
  learning: { light: "#0072b2", dark: "#6ec1f0" },
  trade: { light: "#8a5a00", dark: "#f0c04d" },
  transport: { light: "#5b4b9a", dark: "#b9a8f5" },
  green: { light: "#00704f", dark: "#4fd0a5" },
  civic: { light: "#9a3a75", dark: "#eba0cf" },
};

const GROUPS = {
  health: ["hospital", "clinic", "pharmacy"],
  learning: ["school", "kindergarten", "university", "library"],
  trade: ["shop", "supermarket", "market", "restaurant", "bank", "fuel"],
  transport: ["stop", "station"],
  green: ["park", "playground", "sport"],
};

/** The group of a place's kind. */
export function placeGroup(/** @type {string} */ kind) {
  return Object.keys(GROUPS).find((group) => GROUPS[group].includes(kind)) ?? "civic";
}

/** A style expression: a place's colour by its kind. */
export function placeColour(/** @type {"light"|"dark"} */ theme) {
  const cases = Object.entries(GROUPS).flatMap(([group, kinds]) => [kinds, PLACE_COLOURS[group][theme]]);
  return ["match", ["get", "kind"], ...cases, PLACE_COLOURS.civic[theme]];
}
