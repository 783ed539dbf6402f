// The still map, where a browser cannot draw one: a picture by the server of where the page looks and what it shows, which is moved, asked
// for nearer and tapped like the other.
import { h, reactive, watch } from "../../vendor/vue.js";
import { get } from "../../core/api.js";
import { NO_DATA, turnedColours } from "../../core/colours.js";
import { here } from "../../core/fetched.js";
import { fieldTitle, number, t, unit } from "../../core/i18n.js";
import { button, iconButton } from "../../core/parts.js";
import { announce, store } from "../../core/store.js";
import { moment } from "../map/clock.js";
import { picture } from "../map/field.js";
import { padding, pickAt, theme, zoomBy } from "../map/map.js";
import { fieldOf, pictureOf } from "./ask.js";
import { Over } from "./over.js";
import { again, pictures, want } from "./pictures.js";
import { fitting, kept, laidOver, metresPerPixel, middle, moved, nearest, pixel, position, withAt, zoomed } from "./view.js";

const still = reactive({ size: [innerWidth, innerHeight], laid: /** @type {Record<string, any[]>} */ ({}), drag: /** @type {number[]|null} */ (null), isFocused: false });

/** What the map's features are given to, name by name. */
export function lay(/** @type {string} */ name, /** @type {any[]} */ features) { still.laid[name] = features; }

const look = (/** @type {import("./view.js").View} */ view) => { store.view = kept(view, store.city.box); };
const center = () => middle(still.size, padding());

/** Has a box in view. */
export const fit = (/** @type {number[]} */ box) => look(fitting(box, still.size, padding()));
/** Brings a position into view. */
export const flyTo = (/** @type {number[]} */ place, /** @type {number} */ zoom) => look(withAt(place, Math.max(store.view?.zoom ?? 0, zoom), center(), still.size));
/** Nearer, or farther. */
export const zoom = (/** @type {number} */ steps, at = center()) => { if (store.view) look(zoomed(store.view, steps, at, still.size)); };

const WAYS = /** @type {Record<string, [number, number, any]>} */ ({ west: [-1, 0, "back"], north: [0, -1, "up"], south: [0, 1, "down"], east: [1, 0, "forth"] });

/** A third of what is seen to one side. */
function go(/** @type {string} */ way) {
  const [right, down] = WAYS[way];
  const { left, right: covered, top, bottom } = padding();
  look(moved(store.view, (right * (still.size[0] - left - covered)) / 3, (down * (still.size[1] - top - bottom)) / 3));
}

/** What lies under a pixel of the page is chosen, as on the other map. */
async function tap(/** @type {number[]} */ at) {
  const { view } = store;
  const reach = matchMedia("(pointer: coarse)").matches ? 14 : 8;
  const place = position(at, view, still.size).map((value) => Number(value.toFixed(6)));
  const sign = nearest(still.laid.live ?? [], at, reach, view, still.size);
  try {
    const { items } = await get(`city/here?position=${place.join(",")}&within=${Math.min(1000, reach * metresPerPixel(view)).toFixed(1)}`);
    const under = (only = "") => items.find((/** @type {any} */ one) => (!only || one.table === only)) ?? null;
    await pickAt(place, under, sign && here.live ? () => here.live.openSign(sign) : null);
    if (!items.length && !sign && !store.picking && !store.probe) announce(t("still.nothing"));
  } catch (error) { pictures.error = error instanceof Error ? error.message : String(error); }
}

/** What the picture shows, for those who do not see it. */
function told() {
  const across = (metresPerPixel(store.view) * still.size[0]) / 1000;
  const now = store.fieldLayer.visible ? picture() : null;
  const field = now ? t("still.field", { field: [fieldTitle(now.field), unit(now.field.unit)].filter(Boolean).join(", "), mode: t(`shown.${now.mode}`) }) : "";
  const when = now && now.field.times.length > 1 ? moment(now.field.times[now.field.moment]) : "";
  return [t("still.alt", { city: store.city.name, across: number(across, across < 10 ? 1 : 0) }), field, when].filter(Boolean).join(" · ");
}

const KEYS = { ArrowLeft: () => go("west"), ArrowRight: () => go("east"), ArrowUp: () => go("north"), ArrowDown: () => go("south"),
  "+": () => zoomBy(1), "=": () => zoomBy(1), "-": () => zoomBy(-1), Enter: () => tap(center()), " ": () => tap(center()) };

function key(/** @type {KeyboardEvent} */ event) {
  const act = event.ctrlKey || event.metaKey || event.altKey ? undefined : KEYS[event.key];
  if (!act) return;
  event.preventDefault();
  event.stopPropagation();
  act();
}

/** Where a finger or the mouse went down, and whether it has moved since. @type {{id: number, x: number, y: number, isMoved: boolean}|null} */
let down = null;
const drags = {
  onPointerdown: (/** @type {PointerEvent} */ event) => {
    if (down || event.button) return;
    down = { id: event.pointerId, x: event.clientX, y: event.clientY, isMoved: false };
    /** @type {Element} */ (event.currentTarget).setPointerCapture(event.pointerId);
  },
  onPointermove: (/** @type {PointerEvent} */ event) => {
    if (down?.id !== event.pointerId) return;
    const [x, y] = [event.clientX - down.x, event.clientY - down.y];
    down.isMoved ||= Math.hypot(x, y) > 6;
    if (down.isMoved) still.drag = [x, y];
  },
  onPointerup: (/** @type {PointerEvent} */ event) => {
    if (down?.id !== event.pointerId) return;
    const { isMoved, x, y } = down;
    down = null;
    still.drag = null;
    if (isMoved) look(moved(store.view, x - event.clientX, y - event.clientY)); else tap([event.clientX, event.clientY]);
  },
  onPointercancel: () => { down = null; still.drag = null; },
};

let turned = 0;
function wheel(/** @type {WheelEvent} */ event) {
  turned += event.deltaY;
  if (Math.abs(turned) < 40) return;
  zoom(turned < 0 ? 0.5 : -0.5, [event.clientX, event.clientY]);
  turned = 0;
}

/** The map's place. */
export function StillMap() {
  if (!store.view) return null;
  const view = still.drag ? moved(store.view, -still.drag[0], -still.drag[1]) : store.view;
  const { shown, error, isComing } = pictures;
  const laid = shown ? laidOver(shown.view, view, shown.size) : null;
  const [x, y] = center();
  return h("section", { class: ["still", theme()], "aria-label": t("map.title", { city: store.city.name }) }, [
    h("div", { class: "still-view", id: "still", tabindex: 0, role: "group", "aria-label": t("still.how"), "aria-busy": isComing, onKeydown: key, ...drags, onWheelPassive: wheel,
      onFocus: (/** @type {any} */ event) => { still.isFocused = event.target.matches(":focus-visible"); }, onBlur: () => { still.isFocused = false; } }, [
      shown && laid ? h("img", { src: shown.url, alt: told(), width: shown.size[0], height: shown.size[1], draggable: "false", style: { transform: `translate(${laid.x}px, ${laid.y}px) scale(${laid.larger})` } }) : null,
      Over(still.laid, view, still.size),
      still.isFocused ? h("i", { class: "still-cross", style: { left: `${x}px`, top: `${y}px` }, "aria-hidden": "true" }) : null]),
    h("div", { class: "still-ways", role: "group", "aria-label": t("still.move") }, Object.entries(WAYS).map(([way, [, , drawing]]) =>
      iconButton(t(`still.${way}`), drawing, () => go(way), { key: way, id: `still-${way}` }))),
    error ? h("div", { class: "still-said note bad", role: "alert" }, [h("p", error === "offline" ? t("error.offline") : error), button(t("error.retry"), again)])
      : h("p", { class: ["still-said", "quiet", { "still-quiet": !isComing }], role: "status" }, isComing ? t("still.coming") : ""),
  ]);
}

/** The field to be drawn, where one is shown and its layer is not hidden. */
function field() {
  const now = store.fieldLayer.visible ? picture() : null;
  return fieldOf(now, now ? turnedColours(now.field) : {}, NO_DATA[theme()]);
}

/** Begins where the address says, or with the whole city, and follows what the page shows. */
export function begin() {
  if (store.mapError !== "map.noWebGL") return;
  addEventListener("resize", () => { still.size = [innerWidth, innerHeight]; });
  if (store.view) look(store.view); else fit(store.city.view ?? store.city.box);
  watch(() => pictureOf(store.view, still.size, theme(), store.layers, field()),
    (path) => { want({ path, view: store.view, size: still.size }); }, { immediate: true });
}

/** The position in the middle of what is seen. */
export const middleSeen = () => position(center(), store.view, still.size);

/** Where a position lies on the screen. */
export const screenOf = (/** @type {number[]} */ place) => pixel(place, store.view, still.size);
