// The state worth a link, in the address's fragment: #v=1&c=lat,lon,zoom&l=layers&o=their order&s=scenario&r=run&f=field&t=moment&x=compared&d=thing&w=tool&q=what is asked after&n=moment of what is live&lang=&theme=
// and what rooms/solid says of the third dimension.
// Nothing of it is sent to the server.
import { watch } from "../vendor/vue.js";
import { OPENING, ROOMS } from "../rooms/rooms.js";
import { readCompared, writeCompared } from "../rooms/compare/address.js";
import { LAYERS, store } from "./store.js";
import { readPlace, storyPart } from "../rooms/stories/address.js";
import { readSolid, solidParts } from "../rooms/solid/asked.js";

/** Rooms of older addresses that are tools of the map by now. */
const TOOLS = ["layers", "table"];
const LANGUAGES = ["ms", "en", "zh", "ta"];

/** What a fragment says; unknown or broken parts are left out. */
export function read(/** @type {string} */ hash) {
  const parts = new URLSearchParams(hash.replace(/^#/, ""));
  const state = {};
  const camera = (parts.get("c") ?? "").split(",").map(Number);
  if (camera.length === 3 && camera.every(Number.isFinite) && Math.abs(camera[0]) <= 85 && Math.abs(camera[1]) <= 180) {
    state.view = { center: [camera[1], camera[0]], zoom: Math.min(22, Math.max(0, camera[2])) };
  }
  if (parts.has("l")) state.layers = new Set((parts.get("l") ?? "").split(",").filter((id) => LAYERS.some((l) => l.id === id)));
  if (parts.has("o")) state.layerOrder = (parts.get("o") ?? "").split(",").filter((id, place, all) => LAYERS.some((l) => l.id === id) && all.indexOf(id) === place);
  if (LANGUAGES.includes(parts.get("lang") ?? "")) state.lang = parts.get("lang");
  if (["light", "dark"].includes(parts.get("theme") ?? "")) state.theme = parts.get("theme");
  if (ROOMS.some(({ id }) => id === parts.get("p"))) state.panel = parts.get("p");
  const tool = parts.get("w") ?? parts.get("p") ?? "";
  if (TOOLS.includes(tool)) state.tool = tool;
  if (/^\w+:.{1,200}$/.test(parts.get("q") ?? "")) state.asked = parts.get("q");
  if (parts.get("s")) state.scenario = parts.get("s");
  if (/^[0-9a-f]{64}$/.test(parts.get("r") ?? "")) state.run = parts.get("r");
  if (/^\d{1,15}$/.test(parts.get("d") ?? "")) state.thing = Number(parts.get("d"));
  state.solid = readSolid(parts);
  state.story = readPlace(parts.get("story"));
  const [name, mode] = (parts.get("f") ?? "").split("~");
  if (/^-?\d{1,15}$/.test(parts.get("t") ?? "")) state.time = Number(parts.get("t"));
  if (/^\d{1,14}$/.test(parts.get("n") ?? "")) state.asOf = Number(parts.get("n"));
  state.compare = readCompared(parts.get("x"));
  if (name) state.shown = { name, mode: ["scenario", "baseline"].includes(mode) ? mode : "change" };
  return state;
}

/** The fragment of the present state; what is live runs on, or stands at a moment. */
export function write(/** @type {number|null} */ asOf = store.asOf) {
  const parts = [["v", "1"]];
  // A story that is told holds its views itself.
  if (storyPart()) return fragment([...parts, ["story", storyPart()], ...ofReader()]);
  if (store.view) {
    const { center, zoom } = store.view;
    parts.push(["c", [center[1].toFixed(5), center[0].toFixed(5), zoom.toFixed(2)].join(",")]);
  }
  parts.push(["l", LAYERS.filter(({ id }) => store.layers[id].visible).map(({ id }) => id).join(",")]);
  if (store.layerOrder.length) parts.push(["o", store.layerOrder.join(",")]);
  if (store.scenario?.name) parts.push(["s", encodeURIComponent(store.scenario.name)]);
  if (store.run) parts.push(["r", store.run.run]);
  if (store.shown) parts.push(["f", store.shown.mode === "change" ? store.shown.name : `${store.shown.name}~${store.shown.mode}`]);
  if (store.shown && store.time !== null) parts.push(["t", String(store.time)]);
  if (writeCompared()) parts.push(["x", writeCompared()]);
  if (store.panel !== OPENING) parts.push(["p", store.panel]);
  if (store.tool) parts.push(["w", store.tool]);
  if (store.panel === "how" && store.asked) parts.push(["q", encodeURIComponent(store.asked)]);
  if (store.panel === "live" && store.thing !== null) parts.push(["d", String(store.thing)]);
  if (asOf !== null) parts.push(["n", String(asOf)]);
  parts.push(...solidParts());
  return fragment([...parts, ...ofReader()]);
}

const fragment = (/** @type {string[][]} */ parts) => `#${parts.map(([name, value]) => `${name}=${value}`).join("&")}`;

/** What is the reader's and not the view's. */
const ofReader = () => [["lang", store.lang], ...(store.theme ? [["theme", store.theme]] : [])];

/** Keeps the address up to date from now on, without filling the history. */
export function keep() {
  let waiting = 0;
  watch(() => write(), () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => history.replaceState(null, "", write()), 200);
  });
}
