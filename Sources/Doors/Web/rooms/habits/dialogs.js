// The dialogs that the map's buttons open. A new one is a file in this folder and a line here.
import { part } from "../../core/fetched.js";

/** Each with its name, which begins its words, its drawing and its content. @type {{name: string, icon: string, panel: any, options?: Record<string, unknown>}[]} */
export const dialogs = [
  { name: "share", icon: "link", panel: part("habits", "Share", 0) },
  { name: "export", icon: "download", panel: part("habits", "Take", 0) },
  { name: "keyboard", icon: "keys", panel: part("habits", "Keyboard", 0), options: { class: "icon-button wide-only", "aria-keyshortcuts": "?" } },
];
