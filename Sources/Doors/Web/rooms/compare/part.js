// What the rest of the page takes from comparing two maps, once it has been fetched.
export { leave, restore, turn } from "./compare.js";
export { Compare, CompareButtons } from "./frame.js";
