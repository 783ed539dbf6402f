// What is asked of the third dimension on the page: the card with colours, day and hour.
import { h } from "../../vendor/vue.js";
import { store } from "../../core/store.js";
import { number, t } from "../../core/i18n.js";
import { button, iconButton } from "../../core/parts.js";
import { Typed } from "../../core/typed.js";
import { theme } from "../map/map.js";
import { NEAREST, USES } from "./look.js";
import { LONGEST, STOREY } from "./shadow.js";
import { toggleSolid } from "./solid.js";
import { clock, daylight, solid, sunNow, toNow } from "./state.js";

const DAY = 1440;
/** Minutes between two places of the hour's handle. */
const STEP = 10;

/** The card beside the map while it is solid, or what speaks against it before it is. */
export const SolidCard = {
  render: () => (store.mapError ? null : solid.isOn ? card() : solid.doubts.length ? doubts() : null),
};

function doubts() {
  const leave = () => {
    solid.doubts = [];
    /** @type {HTMLElement|null} */ (document.querySelector(".solid-button"))?.focus();
  };
  return h("section", { class: "solid-card", "aria-labelledby": "solid-weak", onKeydown: (/** @type {KeyboardEvent} */ event) => { if (event.key === "Escape") leave(); } }, [
    h("h2", { id: "solid-weak" }, t("solid.weak")),
    h("ul", { class: "solid-limits" }, solid.doubts.map((name) => h("li", { key: name }, t(`solid.weak.${name}`, { count: number(navigator.hardwareConcurrency, 0) })))),
    h("div", { class: "row" }, [
      button(t("solid.anyway"), () => { toggleSolid(true); requestAnimationFrame(() => /** @type {HTMLElement|null} */ (document.querySelector(".solid-button"))?.focus()); },
        { kind: "main", attributes: { onVnodeMounted: (/** @type {any} */ node) => node.el.focus() } }),
      button(t("solid.leave"), leave)]),
  ]);
}

function card() {
  return h("section", { class: ["solid-card", { beside: store.shown }], "aria-label": t("solid.title") }, [
    h("header", [
      h("button", { type: "button", class: "solid-fold", "aria-expanded": solid.isOpen, onClick: () => { solid.isOpen = !solid.isOpen; } },
        [h("b", t("solid.title")), h("span", { class: "count" }, solid.isShaded ? `${t("solid.shadows")} · ${clock(solid.minutes)}` : t(`solid.${solid.colour}`))]),
      iconButton(t("solid.off"), "close", () => toggleSolid())]),
    solid.isOpen ? h("div", { class: "solid-body" }, [
      store.view && store.view.zoom < NEAREST ? h("p", { class: "quiet" }, t("solid.nearer")) : null,
      h("div", { class: "segmented", role: "group", "aria-label": t("solid.colour") }, ["plain", "use"].map((one) =>
        h("button", { type: "button", key: one, "aria-pressed": solid.colour === one, onClick: () => { solid.colour = /** @type {any} */ (one); } }, t(`solid.${one}`)))),
      h("label", { class: "solid-check" }, [
        h("input", { type: "checkbox", id: "solid-shadows", checked: solid.isShaded, onChange: (/** @type {any} */ event) => { solid.isShaded = event.target.checked; } }), t("solid.shadows")]),
      solid.isShaded ? hours() : null,
      solid.colour === "use" ? h("ul", { class: "legend-rows" }, Object.entries(USES).map(([use, colours]) =>
        h("li", { key: use }, [h("span", { class: "swatch", style: { background: colours[theme()] }, "aria-hidden": "true" }), t(`word.${use}`)]))) : null,
      h("details", { class: "more" }, [h("summary", t("solid.how")), h("ul", { class: "solid-limits" }, limits().map((text) => h("li", { key: text }, text)))]),
    ]) : null,
  ]);
}

/** The day, the hour, and where the sun stands then. */
function hours() {
  const { rise, set } = daylight();
  const told = sunText();
  const mark = (/** @type {number|null} */ minute, /** @type {string} */ key) => (minute === null || minute < 0 || minute > DAY ? null
    : h("span", { key, class: "solid-mark", style: { left: `${(100 * minute) / DAY}%` }, title: t(`solid.${key}`, { time: clock(minute) }) },
      [h("span", { class: "hidden" }, t(`solid.${key}`, { time: clock(minute) })), h("span", { "aria-hidden": "true" }, clock(minute))]));
  const days = rise !== null && set !== null ? { "--rise": `${(100 * rise) / DAY}%`, "--set": `${(100 * set) / DAY}%` } : {};
  return h("div", { class: "solid-hours" }, [
    h("div", { class: "solid-day" }, [
      h("label", { class: "hidden", for: "solid-date" }, t("solid.date")),
      h(Typed, { type: "date", id: "solid-date", value: solid.date, min: "1900-01-01", max: "2100-12-31", required: true,
        onCommit: (/** @type {string} */ text) => { if (/^\d{4}-\d\d-\d\d$/.test(text)) solid.date = text; } }),
      button(t("solid.now"), toNow)]),
    h("div", { class: "solid-track", style: days }, [
      h("input", { type: "range", id: "solid-hour", min: 0, max: DAY - STEP, step: STEP, value: solid.minutes, "aria-label": t("solid.hour"), "aria-valuetext": `${clock(solid.minutes)}. ${told}`,
        onInput: (/** @type {any} */ event) => { solid.minutes = Number(event.target.value); } }),
      h("div", { class: "solid-light", "aria-hidden": "true" }, rise !== null && set !== null ? h("i") : []),
      h("div", { class: "solid-marks" }, [mark(rise, "rise"), mark(set, "set")])]),
    h("output", { class: "solid-now", for: "solid-hour solid-date" }, [h("b", clock(solid.minutes)), h("span", told)]),
    solid.shading < solid.count ? h("p", { class: "quiet", role: "status" }, t("solid.limited", { shown: number(solid.shading, 0), total: number(solid.count, 0) })) : null,
  ]);
}

function sunText() {
  const { azimuth, altitude } = sunNow();
  if (altitude > 0) return t("solid.sun", { altitude: number(altitude, 0), direction: t(`solid.from.${Math.round(azimuth / 45) % 8}`) });
  const { always } = daylight();
  return t(always === "down" ? "solid.noRise" : "solid.down");
}

/** What is drawn, and what is not. */
function limits() {
  const assumed = store.city.missing?.find((/** @type {any} */ one) => one.code === "levels");
  return [
    t("solid.height", { metres: number(STOREY) }),
    ...(assumed ? [t("missing.levels", { share: number(100 * assumed.share, 0) })] : []),
    t("solid.flat"), t("solid.long", { times: number(LONGEST, 0) }), t("solid.turn"),
  ];
}
