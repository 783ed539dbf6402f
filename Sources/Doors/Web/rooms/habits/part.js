// The dialogs and the page on paper, once they have been fetched.
export { Keyboard } from "./keyboard.js";
export { Paper } from "./print.js";
export { Share } from "./share.js";
export { Take } from "./take.js";
