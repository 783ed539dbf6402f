// The second map: made when two are compared, laid over the first or beside it, moved in step with it, and taken away after.
import { watch } from "../../vendor/vue.js";
import { store } from "../../core/store.js";
import { t } from "../../core/i18n.js";
import { addSecond, firstMap, name, removeSecond } from "../map/map.js";

const narrow = matchMedia("(max-width: 759px)");

/** @type {any} */
let second = null;
let isFollowing = false;

/** Where a map lies: left or right, and on a phone above or below. */
export function sideName(/** @type {"first"|"second"} */ side) {
  const isOver = store.compare.way === "side" && narrow.matches;
  return t(side === "second" ? (isOver ? "compare.upper" : "compare.left") : isOver ? "compare.lower" : "compare.right");
}

const title = (/** @type {"first"|"second"} */ side) => {
  const plain = t("map.title", { city: store.city.name });
  return store.compare.way ? `${plain}, ${sideName(side)}` : plain;
};

/** Moves one map as the other was moved; what that sets off is not answered. */
function follow(/** @type {any} */ from, /** @type {any} */ to) {
  if (isFollowing || !to) return;
  isFollowing = true;
  try { to.jumpTo({ center: from.getCenter(), zoom: from.getZoom(), bearing: from.getBearing(), pitch: from.getPitch() }); } finally { isFollowing = false; }
}

const lead = () => follow(firstMap(), second);

function make() {
  const first = firstMap();
  const container = document.createElement("div");
  container.id = "map-second";
  container.className = "map map-second";
  first.getContainer().before(container);
  try { second = addSecond(container, title("second")); } catch {
    container.remove();
    return false;
  }
  first.on("move", lead);
  second.on("move", () => follow(second, first));
  return true;
}

function unmake() {
  if (!second) return;
  const container = second.getContainer();
  firstMap()?.off("move", lead);
  second = null;
  removeSecond();
  container.remove();
}

/** The middle of what is seen of the first map, in its pixels: beside the panel, or above the sheet. */
function middle(/** @type {any} */ first, /** @type {boolean} */ isBeside) {
  const { clientWidth: width, clientHeight: height } = first.getContainer();
  const panel = document.querySelector(".panel")?.getBoundingClientRect();
  if (isBeside || !panel) return { x: width / 2, y: height / 2 };
  return narrow.matches ? { x: width / 2, y: panel.top / 2 } : { x: (panel.right + width) / 2, y: height / 2 };
}

/**
 * Lays the maps as they are to be compared; false when no second one can be made.
 * @param {string} way  "" for one map
 * @param {boolean} keepsMiddle  what was in the middle stays there; an address tells where to look by itself
 */
export function arrange(way, keepsMiddle) {
  const first = firstMap();
  if (!first) return false;
  const page = document.documentElement;
  const was = page.dataset.compare ?? "";
  const moves = keepsMiddle && (way === "side") !== (was === "side");
  const seen = moves ? first.unproject(middle(first, was === "side")) : null;
  if (way && !second && !make()) return false;
  if (way) page.dataset.compare = way; else { delete page.dataset.compare; unmake(); }
  isFollowing = true;
  first.resize();
  second?.resize();
  isFollowing = false;
  if (seen) {
    const [at, wanted] = [first.project(seen), middle(first, way === "side")];
    const { clientWidth: width, clientHeight: height } = first.getContainer();
    first.jumpTo({ center: first.unproject([width / 2 + at.x - wanted.x, height / 2 + at.y - wanted.y]) });
  }
  lead();
  return true;
}

watch(() => [store.compare.way, store.lang, store.strings], () => {
  if (!firstMap()) return;
  name(firstMap(), title("first"));
  if (second) name(second, title("second"));
}, { flush: "post" });

watch(() => store.compare.at, (at) => document.documentElement.style.setProperty("--at", String(at)), { immediate: true });
