// The frame of the page: the panel with its head, search and tabs; the legend and the map's buttons beside it.
import { h, watch } from "../vendor/vue.js";
import { store } from "../core/store.js";
import { load, t } from "../core/i18n.js";
import { emptyNote, errorNote, iconButton, waiting } from "../core/parts.js";
import { Accounts } from "./accounts/panel.js";
import { access, may } from "./accounts/session.js";
import { SignIn } from "./accounts/signin.js";
import { Compare, CompareButtons } from "./compare/frame.js";
import { dialogs } from "./habits/dialogs.js";
import { Paper } from "./habits/print.js";
import { Attribution } from "./map/attribution.js";
import { Legend } from "./map/legend.js";
import { Time } from "./map/time.js";
import { theme, wholeCity, zoomBy } from "./map/map.js";
import { Balance } from "./runs/balance.js";
import { offered, roomOf } from "./rooms.js";
import { Search } from "./search/search.js";
import { SolidButtons, SolidCard } from "./solid/panel.js";
import { loadCity } from "../main.js";

const LANGUAGES = { ms: "Melayu", en: "English", zh: "中文", ta: "தமிழ்" };

function head() {
  return h("header", { class: "head" }, [
    h("img", { src: "style/icon.svg", alt: "", width: 32, height: 32 }),
    h("div", { class: "head-text" }, [h("h1", store.city?.name ?? "Kembar"), h("p", t("head.what"))]),
    h("label", { class: "hidden", for: "language" }, t("head.language")),
    h("select", { id: "language", class: "language", value: store.lang, onChange: (/** @type {any} */ event) => load(event.target.value) },
      Object.entries(LANGUAGES).map(([tag, name]) => h("option", { value: tag, lang: tag }, name))),
    iconButton(t("accounts.title"), "person", () => { access.isShown = !access.isShown; }, { "aria-pressed": access.isShown }),
    iconButton(t(theme() === "dark" ? "head.light" : "head.dark"), theme() === "dark" ? "sun" : "moon", () => { store.theme = theme() === "dark" ? "light" : "dark"; }),
  ]);
}

function tabs() {
  const rooms = offered();
  const chosen = roomOf(store.panel).id;
  const names = rooms.map(({ id }) => id);
  const move = (/** @type {KeyboardEvent} */ event) => {
    const step = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
    if (!step) return;
    event.preventDefault();
    store.panel = names[(names.indexOf(store.panel) + step + names.length) % names.length];
    requestAnimationFrame(() => document.getElementById(`tab-${store.panel}`)?.focus());
  };
  return h("div", { class: "tabs", role: "tablist", "aria-label": t("tabs.label"), onKeydown: move }, rooms.map(({ id, words, badge }) => {
    const waits = badge?.();
    return h("button", { type: "button", role: "tab", id: `tab-${id}`, key: id, "aria-selected": chosen === id, "aria-controls": "panel-body",
      tabindex: chosen === id ? 0 : -1, onClick: () => { access.isShown = false; store.panel = id; if (store.sheet === "low") store.sheet = "half"; } },
    [t(`tab.${words}`), waits?.count ? h("span", { class: "badge" }, [String(waits.count), h("span", { class: "hidden" }, ` ${waits.means}`)]) : null]);
  }));
}

/** Goes on where signing in was in the way. */
function signedIn() {
  access.isShown = false;
  if (!store.city) loadCity();
}

function body() {
  if (access.isShown) return Accounts(signedIn);
  if (access.session && !may("read")) return SignIn(signedIn);
  if (store.cityError) return errorNote(store.cityError, loadCity);
  if (!store.city) return waiting(8);
  return [store.mapError ? emptyNote(t("map.none"), t(store.mapError)) : null, roomOf(store.panel).panel()];
}

const SHEETS = ["low", "half", "full"];

function handle() {
  return h("button", { type: "button", class: "handle", "aria-label": t(store.sheet === "full" ? "sheet.smaller" : "sheet.larger"),
    onClick: () => { store.sheet = store.sheet === "full" ? "low" : SHEETS[SHEETS.indexOf(store.sheet) + 1]; } }, h("i"));
}

export const Page = {
  setup() {
    watch(() => store.panel, () => {
      document.getElementById("panel-body")?.scrollTo(0, 0);
      requestAnimationFrame(() => document.getElementById(`tab-${store.panel}`)?.scrollIntoView({ block: "nearest", inline: "nearest" }));
    });
    watch(() => store.theme, () => { document.documentElement.dataset.theme = store.theme; });
    return () => h("div", { class: ["page", `sheet-${store.sheet}`] }, [
      h("a", { class: "skip", href: "#panel-body", onClick: (/** @type {Event} */ event) => { event.preventDefault(); document.getElementById("panel-body")?.focus(); } }, t("skip")),
      store.city ? h(Paper) : null,
      h("main", { class: "panel" }, [
        handle(), head(), store.city ? h(Search) : null, tabs(),
        h("div", { class: "panel-body", id: "panel-body", role: "tabpanel", tabindex: 0, "aria-labelledby": `tab-${store.panel}` }, body()),
      ]),
      store.city ? [
        Compare(),
        h("section", { class: "map-side", "aria-label": t("map.controls") }, [
          store.picking ? h("p", { class: "picking", role: "status" }, t(`picking.${store.picking.kind}`)) : null,
          h(SolidCard),
          Legend(),
          store.shown ? null : Balance(),
          Time(),
          h("div", { class: "map-buttons", role: "group", "aria-label": t("map.buttons") }, [
            iconButton(t("map.in"), "plus", () => zoomBy(1)), iconButton(t("map.out"), "minus", () => zoomBy(-1)), iconButton(t("map.whole"), "target", wholeCity), ...CompareButtons(), h(SolidButtons), ...dialogs.map(({ name, icon, options }) =>
              iconButton(t(`${name}.open`), icon, () => { store.dialog = name; }, { id: `open-${name}`, "aria-haspopup": "dialog", ...options }))]),
        ]),
        Attribution(),
      ] : null,
      store.dialog ? h(dialogs.find(({ name }) => name === store.dialog)?.panel ?? "div", { key: store.dialog }) : null,
      h("p", { class: "hidden", role: "status", "aria-live": "polite" }, store.announcement),
    ]);
  },
};
