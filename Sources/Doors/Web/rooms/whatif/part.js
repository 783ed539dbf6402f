// What the rest of the page takes from the editing of scenarios, once it has been fetched.
import { beginDrawing } from "./draw/onmap.js";
import { beginEstimates } from "./estimate.js";

export { editFeatures } from "../map/edits.js";
export { forget } from "../runs/runs.js";
export { Editor } from "./editor.js";
export { sketched } from "./form.js";
export { Selection } from "./selection.js";

/** Lets the map be drawn on, and asks for estimates from then on. */
export function begin() {
  beginDrawing();
  beginEstimates();
}
