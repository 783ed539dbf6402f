// The first tour: a card beside one element of the page after the other. It is offered once, can be left at any moment, and stops nobody
// from using the page meanwhile.
import { h, nextTick, onBeforeUnmount, onMounted, reactive, ref, watch } from "../../vendor/vue.js";
import { t } from "../../core/i18n.js";
import { button, iconButton } from "../../core/parts.js";
import { store } from "../../core/store.js";
import { access } from "../accounts/session.js";
import { placeOf, roleOf, stepsOf } from "./steps.js";

/** All that is kept: that it was offered. */
const KEPT = "kembar.tour";

const kept = () => { try { return localStorage.getItem(KEPT) !== null; } catch { return true; } };
const keep = () => { try { localStorage.setItem(KEPT, "offered"); } catch { /* it will be offered again */ } };

export const tour = reactive({ isOffered: !kept(), steps: /** @type {{name: string, target: string}[]} */ ([]), place: -1 });

/** The element a step points at, where it can be seen. */
function elementOf(/** @type {string} */ target) {
  return [...document.querySelectorAll(target)].find((one) => one.getClientRects().length > 0) ?? null;
}

let focusBefore = /** @type {HTMLElement|null} */ (null);

/** Begins it for who is here. */
export function beginTour() {
  keep();
  store.dialog = "";
  if (store.sheet !== "half") store.sheet = "half";
  focusBefore = /** @type {HTMLElement|null} */ (document.activeElement);
  nextTick(() => {
    // What this city or this window does not have is left out.
    tour.steps = stepsOf(roleOf(access.session)).filter(({ target }) => elementOf(target));
    Object.assign(tour, { isOffered: false, place: tour.steps.length ? 0 : -1 });
  });
}

/** Ends it. */
export function endTour() {
  keep();
  Object.assign(tour, { isOffered: false, place: -1 });
  if (focusBefore?.isConnected) focusBefore.focus();
  focusBefore = null;
}

function go(/** @type {number} */ place) {
  if (place >= tour.steps.length) endTour();
  else tour.place = Math.max(0, place);
}

/** A line in the panel that offers it. */
export function TourOffer() {
  if (!tour.isOffered || !store.mapReady || tour.place >= 0) return null;
  return h("div", { class: "tour-offer", role: "group", "aria-label": t("tour.offer") }, [
    h("span", t("tour.offer")), button(t("tour.begin"), beginTour, { attributes: { id: "tour-begin" } }), iconButton(t("tour.no"), "close", endTour, { id: "tour-no" })]);
}

const Card = {
  setup() {
    const card = ref(/** @type {HTMLElement|null} */ (null));
    const at = reactive({ left: 8, top: 8, ring: /** @type {any} */ (null) });
    const lay = () => {
      const step = tour.steps[tour.place];
      const element = step && elementOf(step.target);
      if (!element || !card.value) { at.ring = null; return; }
      const rect = element.getBoundingClientRect();
      const size = card.value.getBoundingClientRect();
      // Of the map, the part that no panel covers.
      const panel = step.name === "map" && innerWidth >= 760 ? document.querySelector(".panel")?.getBoundingClientRect().right ?? 0 : 0;
      const sheet = step.name === "map" && innerWidth < 760 ? document.querySelector(".panel")?.getBoundingClientRect().top ?? innerHeight : innerHeight;
      const target = { left: Math.max(rect.left, panel), top: Math.max(0, rect.top), right: Math.min(rect.right, innerWidth), bottom: Math.min(rect.bottom, sheet) };
      // Beside the whole panel, that what stands next to it in the panel is not covered.
      const owner = innerWidth >= 760 ? element.closest(".panel")?.getBoundingClientRect() : null;
      const place = placeOf(owner ? { ...target, left: owner.left, right: owner.right } : target, size, { width: innerWidth, height: innerHeight });
      const ring = { left: `${target.left - 4}px`, top: `${target.top - 4}px`, width: `${target.right - target.left + 8}px`, height: `${target.bottom - target.top + 8}px` };
      if (place.left !== at.left || place.top !== at.top || JSON.stringify(ring) !== JSON.stringify(at.ring)) Object.assign(at, place, { ring });
    };
    const key = (/** @type {KeyboardEvent} */ event) => {
      if (event.key !== "Escape" || document.querySelector("dialog[open]")) return;
      event.stopPropagation();
      endTour();
    };
    let pace = 0;
    const arrive = () => nextTick(() => {
      elementOf(tour.steps[tour.place]?.target ?? "body")?.scrollIntoView({ block: "nearest", inline: "nearest" });
      lay();
      /** @type {HTMLElement|null} */ (card.value?.querySelector(".button.main"))?.focus();
    });
    onMounted(() => { pace = window.setInterval(lay, 300); addEventListener("resize", lay); addEventListener("keydown", key, true); arrive(); });
    onBeforeUnmount(() => { clearInterval(pace); removeEventListener("resize", lay); removeEventListener("keydown", key, true); });
    watch(() => tour.place, arrive);
    return () => {
      const { name } = tour.steps[tour.place];
      const count = tour.steps.length;
      return [
        at.ring ? h("div", { class: "tour-ring", style: at.ring, "aria-hidden": "true" }) : null,
        h("section", { class: "tour-card", ref: card, style: { left: `${at.left}px`, top: `${at.top}px` }, "aria-labelledby": "tour-title", "aria-describedby": "tour-text" }, [
          h("header", [h("h2", { id: "tour-title" }, t(`tour.${name}`)), iconButton(t("tour.end"), "close", endTour, { id: "tour-end" })]),
          h("p", { id: "tour-text" }, t(`tour.${name}.what`)),
          h("div", { class: "tour-foot" }, [
            h("span", { class: "count" }, t("tour.step", { place: tour.place + 1, count })),
            tour.place > 0 ? button(t("tour.back"), () => go(tour.place - 1)) : null,
            button(t(tour.place === count - 1 ? "tour.done" : "tour.next"), () => go(tour.place + 1), { kind: "main", attributes: { id: "tour-next" } })])]),
      ];
    };
  },
};

/** What lies over the page while the tour goes on. */
export const Tour = () => (tour.place >= 0 && tour.steps.length ? h(Card) : null);
