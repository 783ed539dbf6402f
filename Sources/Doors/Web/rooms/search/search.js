// Search: streets, places, zones, sensors and scenarios by name, from the keyboard alone if one likes ( / goes to it, arrows choose ).
import { h, ref } from "../../vendor/vue.js";
import { get } from "../../core/api.js";
import { t, word } from "../../core/i18n.js";
import { icon } from "../../core/parts.js";
import { flyTo, select } from "../map/map.js";
import { here } from "../../core/fetched.js";
import { openScenario } from "../whatif/scenarios.js";
import { store } from "../../core/store.js";
import { matching } from "./matching.js";

/** Of sensors and scenarios as many at most, that streets are not crowded out. */
const FEW = 4;

/** Sensors and scenarios that the page knows by itself. */
function known(/** @type {string} */ text) {
  const scenarios = matching((store.scenarios ?? []).filter((/** @type {any} */ one) => !one.error), text, (/** @type {any} */ one) => `${one.title} ${one.name}`, FEW)
    .map((one) => ({ kind: "scenario", name: one.title, key: one.name }));
  const sensors = matching([...(here.live?.things.values() ?? [])], text, (one) => one.name, FEW).map((one) => ({ kind: "sensor", name: one.name, key: one.id, place: one.place }));
  return [...scenarios, ...sensors];
}

const TABLES = { street: "streets", place: "places", zone: "zones" };

export const Search = {
  setup() {
    const text = ref("");
    const found = ref(/** @type {any[]} */ ([]));
    const chosen = ref(-1);
    const open = ref(false);
    const state = ref(/** @type {"idle"|"busy"|"done"|"failed"} */ ("idle"));
    let waiting = 0;
    let asked = new AbortController();

    function look() {
      clearTimeout(waiting);
      asked.abort();
      open.value = true;
      chosen.value = -1;
      if (!text.value.trim()) { found.value = []; state.value = "idle"; return; }
      state.value = "busy";
      waiting = setTimeout(async () => {
        asked = new AbortController();
        const own = known(text.value);
        try {
          const { items } = await get(`search?q=${encodeURIComponent(text.value)}`, asked.signal);
          // What fits best of the city comes first, and what Enter takes.
          found.value = [...items.slice(0, FEW), ...own, ...items.slice(FEW)];
          state.value = "done";
        } catch (error) {
          if (error instanceof DOMException) return;
          found.value = own;
          state.value = "failed";
        }
      }, 120);
    }
    function take(/** @type {any} */ item) {
      text.value = item.name;
      open.value = false;
      if (item.kind === "scenario") { store.panel = "whatif"; openScenario(item.key); return; }
      if (item.kind === "sensor") { here.live.openThing(item.key); if (item.place) flyTo(item.place); return; }
      select(TABLES[item.kind], item.row, true);
    }
    function key(/** @type {KeyboardEvent} */ event) {
      if (event.key === "Escape") { open.value = false; return; }
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        event.preventDefault();
        if (found.value.length === 0) return;
        const step = event.key === "ArrowDown" ? 1 : -1;
        chosen.value = (chosen.value + step + found.value.length) % found.value.length;
      } else if (event.key === "Enter") {
        event.preventDefault();
        const item = found.value[Math.max(0, chosen.value)];
        if (item) take(item);
      }
    }
    const option = (/** @type {any} */ item, /** @type {number} */ place) => h("li", {
      id: `found-${place}`, role: "option", "aria-selected": chosen.value === place, class: "found",
      onMousedown: (/** @type {Event} */ event) => { event.preventDefault(); take(item); },
    }, [
      h("span", { class: ["dot", item.kind], "aria-hidden": "true" }),
      h("span", { class: "found-name" }, item.name),
      h("span", { class: "found-kind" }, item.kind === "street" ? word(`class.${item.detail}`, item.detail)
        : item.kind === "place" ? word(`kind.${item.detail}`, item.detail) : item.kind === "zone" ? t("table.zones") : t(`search.${item.kind}`)),
    ]);
    return () => {
      const shows = open.value && state.value !== "idle";
      return h("div", { class: "search", role: "search" }, [
        icon("search"),
        h("input", {
          id: "search", type: "search", role: "combobox", autocomplete: "off", spellcheck: "false", value: text.value,
          placeholder: t("search.placeholder"), "aria-label": t("search.label"), "aria-expanded": shows && found.value.length > 0,
          "aria-controls": "found", "aria-autocomplete": "list", "aria-keyshortcuts": "/",
          "aria-activedescendant": chosen.value >= 0 ? `found-${chosen.value}` : undefined,
          onInput: (/** @type {any} */ event) => { text.value = event.target.value; look(); },
          onFocus: () => { if (text.value) open.value = true; }, onBlur: () => { open.value = false; }, onKeydown: key,
        }),
        h("kbd", { "aria-hidden": "true" }, "/"),
        h("ul", { id: "found", role: "listbox", "aria-label": t("search.results"), class: "found-list", hidden: !shows || found.value.length === 0 },
          found.value.map(option)),
        shows && found.value.length === 0 && state.value !== "busy"
          ? h("p", { class: "found-none", role: "status" }, state.value === "failed" ? t("error.offline") : t("search.none", { text: text.value })) : null,
      ]);
    };
  },
};
