// How vehicles are coloured: by class, or by how they move. Okabe and Ito's colours, which those tell apart who see fewer.

/** Classes in the order of their numbers on the line. */
export const CLASSES = ["car", "motorcycle", "truck", "bus", "ambulance"];

const BY_CLASS = {
  light: ["#0072b2", "#b35c00", "#8a3d73", "#00785a", "#c1272d"],
  dark: ["#56b4e9", "#f0b429", "#e59ac6", "#35c79b", "#ff8a70"],
};
/** Standing, slower than a bicycle, faster. */
export const PACES = ["standing", "slow", "moving"];
const BY_PACE = { light: ["#c1272d", "#b37400", "#0072b2"], dark: ["#ff7a5c", "#f0b429", "#56b4e9"] };
/** Below so many m/s one stands; below so many one is slow. */
export const BOUNDS = [0.5, 5];

/** The colours of the signs, in the order of {@link CLASSES} or {@link PACES}. */
export const inks = (/** @type {"class"|"pace"} */ by, /** @type {"light"|"dark"} */ theme) => (by === "class" ? BY_CLASS : BY_PACE)[theme];

/** A colour as the shader takes it. */
export const rgb = (/** @type {string} */ colour) => [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16) / 255);
