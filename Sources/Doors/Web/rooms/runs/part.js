// What the rest of the page takes from runs and their answers, once it has been fetched.
export { colourOf } from "../../core/colours.js";
export { paintField, picture } from "../map/field.js";
export { Legend, legendLines } from "../map/legend.js";
export { cellAt } from "../map/quad.js";
export { Day } from "../traffic/day.js";
export { Balance } from "./balance.js";
export { Probe } from "./probe.js";
export { Results } from "./results.js";
export { choose, followAgain, forget, resume, show } from "./runs.js";
