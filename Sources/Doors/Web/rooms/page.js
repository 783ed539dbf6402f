// The frame of the page: the panel with its head, search and tabs; the legend and the map's buttons beside it.
import { h, watch } from "../vendor/vue.js";
import { store } from "../core/store.js";
import { here, part } from "../core/fetched.js";
import { load, t } from "../core/i18n.js";
import { emptyNote, errorNote, iconButton, waiting } from "../core/parts.js";
import { access, may } from "./accounts/session.js";
import { dialogs } from "./habits/dialogs.js";
import { Attribution } from "./map/attribution.js";
import { theme, wholeCity, zoomBy } from "./map/map.js";
import { isMaking } from "./newcity/making.js";
import { offered, roomOf } from "./rooms.js";
import { Search } from "./search/search.js";
import { SolidButtons } from "./solid/buttons.js";
import { Banner } from "./line/banner.js";
import { ToolButtons } from "./tools/tools.js";
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

/** Says at which edge of the row there are more tabs than are seen. */
function edges() {
  const row = document.querySelector(".tabs");
  if (!row) return;
  row.classList.toggle("more-before", row.scrollLeft > 4);
  row.classList.toggle("more-after", row.scrollLeft + row.clientWidth < row.scrollWidth - 4);
}

function tabs() {
  const rooms = offered();
  const chosen = roomOf(store.panel).id;
  const names = rooms.map(({ id }) => id);
  const move = (/** @type {KeyboardEvent} */ event) => {
    const at = names.indexOf(chosen);
    const place = { ArrowRight: at + 1, ArrowLeft: at - 1 + names.length, Home: 0, End: names.length - 1 }[event.key];
    if (place === undefined) return;
    event.preventDefault();
    store.panel = names[place % names.length];
    requestAnimationFrame(() => document.getElementById(`tab-${store.panel}`)?.focus());
  };
  return h("div", { class: "tabs", role: "tablist", "aria-label": t("tabs.label"), onKeydown: move, onScrollPassive: edges, onVnodeMounted: edges, onVnodeUpdated: edges }, rooms.map(({ id, words, badge }) => {
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

const Accounts = part("accounts", "Accounts");
const SignIn = part("signin", "SignIn");
const NewCity = part("newcity", "NewCity", 8);
const Drawer = part("drawer", "Drawer", 0);
/** A component of a part that nobody misses before it has come. */
const seen = (/** @type {string} */ name, /** @type {string} */ component) => (here[name] ? h(here[name][component]) : null);

function body() {
  if (access.isShown) return h(Accounts, { done: signedIn });
  if (access.session && !may("read")) return h(SignIn, { done: signedIn });
  if (isMaking()) return h(NewCity);
  if (store.cityError) return errorNote(store.cityError, loadCity);
  if (!store.city) return waiting(8);
  return [here.tour?.TourOffer(), store.mapError ? emptyNote(t(here.still && store.mapError === "map.noWebGL" ? "still.title" : "map.none"), t(store.mapError)) : null, roomOf(store.panel).panel()];
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
    addEventListener("resize", edges);
    watch(() => store.theme, () => { document.documentElement.dataset.theme = store.theme; });
    return () => h("div", { class: ["page", `sheet-${store.sheet}`, { "with-drawer": store.tool }] }, [
      h("a", { class: "skip", href: "#panel-body", onClick: (/** @type {Event} */ event) => { event.preventDefault(); document.getElementById("panel-body")?.focus(); } }, t("skip")),
      store.city ? seen("habits", "Paper") : null,
      store.city && !isMaking() && store.mapError === "map.noWebGL" ? seen("still", "StillMap") : null,
      h("main", { class: "panel" }, [
        handle(), head(), store.city && !isMaking() ? h(Search) : null, isMaking() ? null : tabs(),
        h("div", { class: "panel-body", id: "panel-body", tabindex: 0, ...(isMaking() ? { role: "group", "aria-labelledby": "newcity-title" } : { role: "tabpanel", "aria-labelledby": `tab-${store.panel}` }) }, body()),
      ]),
      store.city && !isMaking() ? [
        here.compare?.Compare(),
        h("section", { class: "map-side", "aria-label": t("map.controls") }, [
          store.picking ? h("p", { class: "picking", role: "status" }, t(`picking.${store.picking.kind}`)) : null,
          seen("solid", "SolidCard"),
          here.runs?.Legend(),
          seen("vehicles", "VehicleCard"),
          store.shown ? null : here.runs?.Balance(),
          seen("timeline", "Timeline"),
          h("div", { class: ["map-buttons", { open: store.isMore }], role: "group", "aria-label": t("map.buttons") }, [
            iconButton(t("map.in"), "plus", () => zoomBy(1)), iconButton(t("map.out"), "minus", () => zoomBy(-1)), iconButton(t("map.whole"), "target", wholeCity), ...ToolButtons(),
            // On a phone the rest is folded away until it is asked for.
            iconButton(t("map.more"), "more", () => { store.isMore = !store.isMore; }, { id: "open-more", "aria-expanded": store.isMore, "aria-controls": "map-more" }),
            h("div", { class: "map-more", id: "map-more" }, [
              ...(here.compare?.CompareButtons() ?? []), h(SolidButtons), ...dialogs.map(({ name, icon, options }) =>
                iconButton(t(`${name}.open`), icon, () => { store.dialog = name; }, { id: `open-${name}`, "aria-haspopup": "dialog", ...options }))]),
          ]),
        ]),
        store.tool ? h(Drawer, { name: store.tool, key: store.tool }) : null,
        Attribution(),
        here.stories?.Telling(), here.stories?.StoryPaper(), ...(here.own?.OwnOverMap() ?? []),
      ] : null,
      isMaking() ? seen("newcity", "Landing") : null,
      Banner(), here.tour?.Tour(),
      store.dialog ? h(dialogs.find(({ name }) => name === store.dialog)?.panel ?? "div", { key: store.dialog }) : null,
      h("p", { class: "hidden", role: "status", "aria-live": "polite" }, store.announcement),
    ]);
  },
};
