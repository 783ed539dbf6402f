// The dialogs that the map's buttons open. A new one is a file in this folder and a line here.
import { Keyboard } from "./keyboard.js";
import { Share } from "./share.js";
import { Take } from "./take.js";

/** Each with its name, which begins its words, its drawing and its content. @type {{name: string, icon: string, panel: any, options?: Record<string, unknown>}[]} */
export const dialogs = [
  { name: "share", icon: "link", panel: Share },
  { name: "export", icon: "download", panel: Take },
  { name: "keyboard", icon: "keys", panel: Keyboard, options: { class: "icon-button wide-only", "aria-keyshortcuts": "?" } },
];
