// The tools of the map, which open beside it whatever room is chosen: a tool is a row here, a button of the map and a key.
import { part } from "../../core/fetched.js";
import { t } from "../../core/i18n.js";
import { iconButton } from "../../core/parts.js";
import { store } from "../../core/store.js";
import { isMaking } from "../newcity/making.js";
import { Twin } from "../runs/twin.js";

/** Each with its name, which the address and its words have too, its drawing, its key and its content. @type {{name: string, icon: string, key: string, panel: () => any}[]} */
export const TOOLS = [
  { name: "layers", icon: "layers", key: "l", panel: part("layers", "Layers") },
  { name: "table", icon: "table", key: "t", panel: Twin },
];

/** The buttons of the map that open them. */
export const ToolButtons = () => TOOLS.map(({ name, icon, key }) => iconButton(t(`tab.${name}`), icon, () => toggleTool(name),
  { id: `open-${name}`, key: name, "aria-expanded": store.tool === name, "aria-keyshortcuts": key.toUpperCase() }));

/** Whether somebody has opened a tool: an address that brings one back takes the focus from nobody. */
export const opened = { byHand: false };

/** Opens a tool; closes it where it is open. */
export function toggleTool(/** @type {string} */ name) {
  if (!store.city || isMaking()) return;
  opened.byHand = true;
  store.tool = store.tool === name ? "" : name;
}

/** Closes the tool that is open; whether there was one. */
export function closeTool() {
  if (!store.tool) return false;
  store.tool = "";
  return true;
}
