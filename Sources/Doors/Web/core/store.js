// The one state of the page. Panels read it, actions write it, the URL keeps the part of it that is worth a link.
import { reactive } from "../vendor/vue.js";

/**
 * @typedef {{keyword: string, fields: Record<string, unknown>}} Change  One edit of a scenario.
 * @typedef {{name: string, title: string, models: string[], supposing: Change[], changes: Change[], saved: boolean, tag: string}} Scenario
 * @typedef {{name: string, mode: "change"|"scenario"|"baseline"}} Shown  The field on the map and which of its values.
 */

/** The layers of the map, the uppermost first; `source` names the row of the city's sources. */
export const LAYERS = [
  { id: "places", source: "places", count: "places" },
  { id: "assets", source: "assets", count: "assets" },
  { id: "streets", source: "streets", count: "streets" },
  { id: "buildings", source: "buildings", count: "buildings" },
  { id: "zones", source: "zones", count: "zones" },
  { id: "waterways", source: "water", count: "waterways" },
  { id: "land", source: "land", count: "land" },
];

export const store = reactive({
  lang: "ms",
  theme: "",
  panel: "whatif",
  /** The tool of the map that is open, or nothing. */
  tool: "",
  /** The number, model or source whose origin is asked after, as rooms/how names it, or nothing. */
  asked: "",
  sheet: "half",
  /** Whether a phone shows all buttons of the map. */
  isMore: false,
  /** The dialog over the page, or nothing. */
  dialog: "",
  strings: 0,
  city: null,
  cityError: "",
  /** Whether there is no city on this server yet. */
  isEmpty: false,
  catalogue: null,
  mapError: "",
  mapReady: false,
  view: null,
  layers: Object.fromEntries(LAYERS.map(({ id }) => [id, { visible: id !== "zones" && id !== "assets", opacity: 1 }])),
  /** The field of a run, above the layers of the city. */
  fieldLayer: { visible: true, opacity: 1 },
  /** What moves, above all layers: the vehicles of a run. */
  vehicles: { visible: true, opacity: 1 },
  /** The layers from the uppermost down, where a reader changed their order. @type {string[]} */
  layerOrder: /** @type {string[]} */ ([]),
  selected: null,
  /** The thing whose streams are looked at, by its number. */
  thing: null,
  /** The moment of the past that what is live is shown at, in milliseconds; nothing while it is now. */
  asOf: null,
  picking: null,
  scenarios: null,
  scenariosError: "",
  scenario: null,
  past: [],
  future: [],
  job: null,
  jobError: "",
  run: null,
  shown: null,
  field: null,
  fieldError: "",
  /** The moment on the map, in milliseconds as fields tell it; nothing before one was chosen. */
  time: null,
  playing: false,
  /** What the second map shows while two are compared: `way` is "", "swipe" or "side"; no name, the page's field; no time, its moment. */
  compare: { way: "", at: 0.5, name: "", mode: "baseline", time: null, field: null, error: "" },
  /** Where the water was asked after: `{position, name}`. */
  probe: null,
  announcement: "",
});

/** Says something to those who listen to the page instead of looking at it. */
export function announce(/** @type {string} */ text) { store.announcement = text; }
