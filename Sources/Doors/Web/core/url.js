// The state worth a link, in the address's fragment: #v=1&c=lat,lon,zoom&l=layers&s=scenario&r=run&f=field&t=moment&d=thing&lang=&theme=
// and what rooms/solid says of the third dimension.
// Nothing of it is sent to the server.
import { watch } from "../vendor/vue.js";
import { LAYERS, store } from "./store.js";
import { readSolid, solidParts } from "../rooms/solid/state.js";

const LANGUAGES = ["ms", "en", "zh", "ta"];
const PANELS = ["whatif", "live", "layers", "city", "table"];

/** What a fragment says; unknown or broken parts are left out. */
export function read(/** @type {string} */ hash) {
  const parts = new URLSearchParams(hash.replace(/^#/, ""));
  const state = {};
  const camera = (parts.get("c") ?? "").split(",").map(Number);
  if (camera.length === 3 && camera.every(Number.isFinite) && Math.abs(camera[0]) <= 85 && Math.abs(camera[1]) <= 180) {
    state.view = { center: [camera[1], camera[0]], zoom: Math.min(22, Math.max(0, camera[2])) };
  }
  if (parts.has("l")) state.layers = new Set((parts.get("l") ?? "").split(",").filter((id) => LAYERS.some((l) => l.id === id)));
  if (LANGUAGES.includes(parts.get("lang") ?? "")) state.lang = parts.get("lang");
  if (["light", "dark"].includes(parts.get("theme") ?? "")) state.theme = parts.get("theme");
  if (PANELS.includes(parts.get("p") ?? "")) state.panel = parts.get("p");
  if (parts.get("s")) state.scenario = parts.get("s");
  if (/^[0-9a-f]{64}$/.test(parts.get("r") ?? "")) state.run = parts.get("r");
  if (/^\d{1,15}$/.test(parts.get("d") ?? "")) state.thing = Number(parts.get("d"));
  state.solid = readSolid(parts);
  const [name, mode] = (parts.get("f") ?? "").split("~");
  if (/^-?\d{1,15}$/.test(parts.get("t") ?? "")) state.time = Number(parts.get("t"));
  if (name) state.shown = { name, mode: ["scenario", "baseline"].includes(mode) ? mode : "change" };
  return state;
}

/** The fragment of the present state. */
export function write() {
  const parts = [["v", "1"]];
  if (store.view) {
    const { center, zoom } = store.view;
    parts.push(["c", [center[1].toFixed(5), center[0].toFixed(5), zoom.toFixed(2)].join(",")]);
  }
  parts.push(["l", LAYERS.filter(({ id }) => store.layers[id].visible).map(({ id }) => id).join(",")]);
  if (store.scenario?.name) parts.push(["s", encodeURIComponent(store.scenario.name)]);
  if (store.run) parts.push(["r", store.run.run]);
  if (store.shown) parts.push(["f", store.shown.mode === "change" ? store.shown.name : `${store.shown.name}~${store.shown.mode}`]);
  if (store.shown && store.time !== null) parts.push(["t", String(store.time)]);
  if (store.panel !== "whatif") parts.push(["p", store.panel]);
  if (store.panel === "live" && store.thing !== null) parts.push(["d", String(store.thing)]);
  parts.push(...solidParts());
  parts.push(["lang", store.lang]);
  if (store.theme) parts.push(["theme", store.theme]);
  return `#${parts.map(([name, value]) => `${name}=${value}`).join("&")}`;
}

/** Keeps the address up to date from now on, without filling the history. */
export function keep() {
  let waiting = 0;
  watch(write, () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => history.replaceState(null, "", write()), 200);
  });
}
