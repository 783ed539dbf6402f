// The map of New city: the line around the town, and where a file would land by each coordinate system, each in a colour of its own.
import { h, onBeforeUnmount, onMounted, ref, watch } from "../../vendor/vue.js";
import { library } from "../../core/begin.js";
import { store } from "../../core/store.js";
import { t } from "../../core/i18n.js";
import { colours } from "../map/style.js";
import { theme } from "../map/map.js";
import { add, choose, desk } from "./desk.js";
import { boxOf, COLOURS } from "./words.js";

const collection = (/** @type {any[]} */ features) => ({ type: "FeatureCollection", features });

/** The placements as features that know their colour and whether they are chosen. */
function placed() {
  const item = desk.one?.items.find((/** @type {any} */ it) => it.id === desk.placing);
  const chosen = item?.system?.chosen;
  return desk.placements.flatMap((placement, place) => placement.shapes.features.map((/** @type {any} */ feature) => ({
    ...feature, properties: { colour: COLOURS[place % COLOURS.length], place, isChosen: placement.system === chosen || desk.placements.length === 1 },
  })));
}

/** The box of the map file, and of what has a place already, in soft lines. */
function frames() {
  return (desk.one?.items ?? []).filter((/** @type {any} */ item) => item.box && item.id !== desk.placing && item.kind !== "boundary").map((/** @type {any} */ { box: [west, south, east, north], kind }) => ({
    type: "Feature", properties: { kind }, geometry: { type: "LineString", coordinates: [[west, south], [east, south], [east, north], [west, north], [west, south]] },
  }));
}

function style() {
  const { ground, text, zone } = colours(theme());
  const width = ["case", ["get", "isChosen"], 3, 1.6];
  return {
    version: 8,
    sources: Object.fromEntries(["frames", "outline", "placed"].map((id) => [id, { type: "geojson", data: collection([]) }])),
    layers: [
      { id: "ground", type: "background", paint: { "background-color": ground } },
      { id: "frames", type: "line", source: "frames", paint: { "line-color": zone, "line-width": 1, "line-dasharray": [3, 3], "line-opacity": 0.8 } },
      { id: "outline", type: "line", source: "outline", paint: { "line-color": text, "line-width": 2.5 } },
      { id: "placed", type: "line", source: "placed", filter: ["!=", ["geometry-type"], "Point"], paint: { "line-color": ["get", "colour"], "line-width": width, "line-opacity": ["case", ["get", "isChosen"], 1, 0.75] } },
      { id: "points", type: "circle", source: "placed", filter: ["==", ["geometry-type"], "Point"], paint: { "circle-color": ["get", "colour"], "circle-radius": 4, "circle-stroke-color": ground, "circle-stroke-width": 1 } },
    ],
  };
}

export const Landing = {
  setup() {
    const box = ref(/** @type {HTMLElement|null} */ (null));
    /** @type {any} */
    let map = null;
    let seen = "";
    const draw = () => {
      if (!map?.getSource("placed")) return;
      map.getSource("frames").setData(collection(frames()));
      map.getSource("outline").setData(collection(desk.outline));
      const now = placed();
      map.getSource("placed").setData(collection(now));
      // The town where there is one: a placement far away may lie outside the picture, its distance is told beside it.
      const around = desk.outline.length ? boxOf([...desk.outline, ...now.filter(({ properties }) => properties.isChosen)]) : desk.one?.town ?? boxOf([...now, ...frames()]);
      if (!around || String(around) === seen) return;
      seen = String(around);
      const wide = innerWidth >= 760;
      map.fitBounds([[around[0], around[1]], [around[2], around[3]]], { duration: 0, maxZoom: 16, padding: wide ? { left: 430, right: 40, top: 40, bottom: 40 } : { left: 24, right: 24, top: 24, bottom: Math.round(innerHeight * 0.52) + 24 } });
    };
    // A file that is let go beside the panel would otherwise take the page's place.
    const hold = (/** @type {DragEvent} */ event) => { if (event.dataTransfer?.types.includes("Files")) event.preventDefault(); };
    const drop = (/** @type {DragEvent} */ event) => {
      if (event.defaultPrevented || !event.dataTransfer?.files.length) return;
      event.preventDefault();
      add(event.dataTransfer.files);
    };
    onMounted(async () => {
      addEventListener("dragover", hold);
      addEventListener("drop", drop);
      // Where there is no city yet the map's library may still be on its way.
      if (await library() || !box.value) return;
      try {
        map = new /** @type {any} */ (window).maplibregl.Map({ container: box.value, style: style(), center: [110, 3], zoom: 3, attributionControl: false, dragRotate: false, locale: { "Map.Title": t("newcity.mapTitle") } });
      } catch { return; }
      map.on("style.load", draw);
      map.on("resize", () => { seen = ""; draw(); });
      map.on("click", (/** @type {any} */ { point }) => {
        const found = map.queryRenderedFeatures([[point.x - 8, point.y - 8], [point.x + 8, point.y + 8]], { layers: ["placed", "points"] })[0];
        if (found && desk.placements.length > 1) choose(desk.placing, { system: desk.placements[found.properties.place].system });
      });
      // For those who look behind the page, as with the city's own map.
      Object.defineProperty(window, "kembarLanding", { value: map, configurable: true });
    });
    onBeforeUnmount(() => {
      removeEventListener("dragover", hold);
      removeEventListener("drop", drop);
      map?.remove();
    });
    watch(() => [desk.placements, desk.outline, desk.one], draw, { deep: false });
    watch(() => [store.theme, store.lang], () => { seen = ""; map?.setStyle(style(), { diff: false }); });
    return () => h("div", { class: "landing", ref: box });
  },
};
