// The last value of everything: by what is measured, searched and narrowed; of ten thousand rows only those in view are there.
import { h, nextTick, onBeforeUnmount, onMounted, ref } from "../../vendor/vue.js";
import { store } from "../../core/store.js";
import { number, t } from "../../core/i18n.js";
import { stepTo } from "../../core/window.js";
import { twin } from "../runs/twin.js";
import { live, streams, things } from "./desk.js";
import { Kinds } from "./kinds.js";
import { agoText, doubts, isDoubtful, isLate, kindOf, propertyText, valueText } from "./reading.js";
import { SHAPES } from "./signs.js";
import { openThing } from "./marks.js";

/** Pixels; style/live.css says the same. */
const ROW = 58;
const HEAD = 42;
/** As many are simply all there. */
const ALL = 120;
/** As many groups stand open at once. */
const OPEN = 300;

/** Groups that were opened or closed by hand. */
const turned = ref(/** @type {Record<string, boolean>} */ ({}));

/** The shape of what is measured, as on the map. */
export const shape = (/** @type {string} */ property, late = false) => h("svg", { class: ["sign", kindOf(property), { late }], viewBox: "0 0 20 20", "aria-hidden": "true" }, [h("path", { d: SHAPES[kindOf(property)] })]);

let kept = { key: "", groups: /** @type {{property: string, all: any[]}[]} */ ([]) };

/** Streams that fit what is asked for, by property. */
function groups() {
  const key = JSON.stringify([live.shape, live.text, live.property, live.kind, live.only, live.only ? live.version : 0]);
  if (kept.key === key) return kept.groups;
  const words = live.text.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  const found = new Map();
  for (const one of streams.values()) {
    if (live.property && one.property !== live.property) continue;
    if (live.kind && kindOf(one.property) !== live.kind) continue;
    if (live.only === "late" && !isLate(one, live.now)) continue;
    if (live.only === "doubtful" && !isDoubtful(one)) continue;
    const thing = things.get(one.thing);
    if (words.length) {
      const text = `${thing?.name ?? ""} ${one.name} ${one.property} ${propertyText(one.property)}`.toLocaleLowerCase();
      if (!words.every((word) => text.includes(word))) continue;
    }
    const group = found.get(one.property) ?? { property: one.property, all: [] };
    group.all.push({ stream: one, name: thing?.name || one.name });
    found.set(one.property, group);
  }
  const list = [...found.values()].sort((a, b) => a.property.localeCompare(b.property));
  for (const group of list) group.all.sort((/** @type {any} */ a, /** @type {any} */ b) => a.name.localeCompare(b.name, undefined, { numeric: true }));
  kept = { key, groups: list };
  return list;
}

const isOpen = (/** @type {string} */ property, /** @type {number} */ total) => turned.value[property] ?? (total <= OPEN || live.text !== "" || live.property !== "" || live.only !== "");

let knownProperties = { shape: -1, all: /** @type {string[]} */ ([]) };
/** All that is measured. */
function measured() {
  if (knownProperties.shape !== live.shape) knownProperties = { shape: live.shape, all: [...new Set([...streams.values()].map((one) => one.property))].sort() };
  return knownProperties.all;
}

/** Rows and heads in one list, each with its place in pixels. */
function lines() {
  const all = groups();
  const total = all.reduce((sum, group) => sum + group.all.length, 0);
  const found = [];
  let top = 0;
  for (const group of all) {
    const open = isOpen(group.property, total);
    found.push({ top, head: group, isOpen: open });
    top += HEAD;
    if (!open) continue;
    for (const one of group.all) {
      found.push({ top, row: one });
      top += ROW;
    }
  }
  return { found, height: top, total };
}

/** Where a line stands among all, for those who hear only the ones in sight. */
const placeOf = (/** @type {any} */ line) => ({ "data-line": line.place, "aria-posinset": line.place + 1, "aria-setsize": line.of });

function headOf(/** @type {any} */ line) {
  const { property, all } = line.head;
  return h("li", { class: "now-head", key: `head ${property}`, style: line.style, ...placeOf(line) }, h("button", {
    type: "button", "aria-expanded": line.isOpen, onClick: () => { turned.value = { ...turned.value, [property]: !line.isOpen }; },
  }, [shape(property), h("span", { class: "now-name" }, propertyText(property)), h("span", { class: "count" }, number(all.length, 0))]));
}

function rowOf(/** @type {any} */ line) {
  const { stream, name } = line.row;
  const late = isLate(stream, live.now);
  const doubtful = stream.quality === null ? [] : doubts(stream.quality);
  return h("li", { class: ["now-row", { late }], key: stream.id, style: line.style, ...placeOf(line) }, h("button", { type: "button", "data-stream": stream.id, onClick: () => openThing(stream.thing) }, [
    h("span", { class: "now-name" }, name),
    h("span", { class: "now-value" }, valueText(stream.value, stream.unit)),
    h("span", { class: "now-age" }, [
      late && stream.time !== null ? h("span", { class: "flag late" }, t("live.late")) : null, agoText(stream.time, live.now),
      doubtful.length ? h("span", { class: "flag doubtful", title: doubtful.map((one) => one.text).join(" ") }, `⚠ ${t("live.doubtful")}`) : null]),
  ]));
}

/** The list with its search. */
export const Now = {
  setup() {
    const list = ref(/** @type {HTMLElement|null} */ (null));
    const view = ref([0, 1200]);
    let waiting = 0;
    const look = () => {
      waiting = 0;
      const body = document.getElementById("panel-body");
      if (!list.value || !body) return;
      const top = body.getBoundingClientRect().top - list.value.getBoundingClientRect().top;
      // In steps, so that small movements ask for nothing.
      const from = Math.floor((top - 400) / 200) * 200;
      const to = Math.ceil((top + body.clientHeight + 400) / 200) * 200;
      if (from !== view.value[0] || to !== view.value[1]) view.value = [from, to];
    };
    /** Keys go from line to line, out of sight too. */
    const key = async (/** @type {KeyboardEvent} */ event) => {
      const here = /** @type {HTMLElement} */ (event.target).closest("[data-line]");
      if (!here || event.ctrlKey || event.metaKey || event.altKey) return;
      const { found } = lines();
      const body = document.getElementById("panel-body");
      const to = stepTo(event.key, Number(here.getAttribute("data-line")), found.length, Math.max(1, Math.floor((body?.clientHeight ?? 500) / ROW) - 1));
      if (to === undefined || !body || !list.value) return;
      event.preventDefault();
      event.stopPropagation();
      if (found.length > ALL) {
        const top = found[to].top + list.value.getBoundingClientRect().top - body.getBoundingClientRect().top;
        const height = found[to].head ? HEAD : ROW;
        if (top < 0) body.scrollTop += top; else if (top + height > body.clientHeight) body.scrollTop += top + height - body.clientHeight;
        look();
        await nextTick();
      }
      /** @type {HTMLElement|null} */ (list.value.querySelector(`[data-line="${to}"] button`))?.focus({ preventScroll: found.length > ALL });
    };
    const soon = () => { if (!waiting) waiting = requestAnimationFrame(look); };
    onMounted(() => { document.getElementById("panel-body")?.addEventListener("scroll", soon, { passive: true }); addEventListener("resize", soon); soon(); });
    onBeforeUnmount(() => { document.getElementById("panel-body")?.removeEventListener("scroll", soon); removeEventListener("resize", soon); });
    return () => {
      void live.version;
      const { found, height, total } = lines();
      const isAll = found.length <= ALL;
      soon();
      const all = found.map((line, place) => ({ ...line, place, of: found.length }));
      const seen = isAll ? all : all.filter((line) => line.top + ROW > view.value[0] && line.top < view.value[1]);
      const drawn = seen.map((line) => ({ ...line, style: isAll ? undefined : { position: "absolute", left: 0, right: 0, top: `${line.top}px` } }));
      const properties = measured();
      return h("section", { class: "stack now", "aria-labelledby": "now-title" }, [
        h("h3", { id: "now-title" }, t(store.asOf === null ? "now.title" : "asof.values")),
        Kinds(),
        h("div", { class: "now-tools" }, [
          h("input", { type: "search", id: "now-search", value: live.text, placeholder: t("now.search"), "aria-label": t("now.search"), onInput: (/** @type {any} */ event) => { live.text = event.target.value; turned.value = {}; } }),
          h("select", { "aria-label": t("now.property"), id: "now-property", value: live.property, onChange: (/** @type {any} */ event) => { live.property = event.target.value; turned.value = {}; } }, [
            h("option", { value: "" }, t("now.everything")), ...properties.map((one) => h("option", { value: one, key: one }, propertyText(one)))]),
          h("div", { class: "segmented", role: "group", "aria-label": t("now.only") }, ["", "late", "doubtful"].map((name) =>
            h("button", { type: "button", key: name, "aria-pressed": live.only === name, onClick: () => { live.only = name; turned.value = {}; } }, t(`now.only.${name || "all"}`))))]),
        h("div", { class: "now-count" }, [h("p", { class: "quiet", role: "status" }, t("now.count", { count: number(total, 0), all: number(streams.size, 0) })),
          h("button", { type: "button", class: "link", id: "now-table", onClick: () => { twin.what = "live"; store.tool = "table"; } }, t("rows.asTable"))]),
        h("ul", { ref: list, class: ["now-list", { virtual: !isAll }], style: isAll ? undefined : { height: `${height}px` }, "aria-label": t("now.title"), onKeydown: key },
          drawn.map((line) => (line.head ? headOf(line) : rowOf(line)))),
      ]);
    };
  },
};
