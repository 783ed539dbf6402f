// A table of any length: only the rows in sight are there, yet those who listen hear of all; it is searched, put in order by a column, gone through
// by keys, and taken along as a file. Short tables stand in full.
import { computed, h, nextTick, onBeforeUnmount, onMounted, ref, watch } from "../vendor/vue.js";
import { csv } from "./export.js";
import { give } from "./give.js";
import { number, t } from "./i18n.js";
import { iconButton } from "./parts.js";
import { store } from "./store.js";
import { arrange, inSight, stepTo, wordsOf } from "./window.js";

/**
 * @typedef {object} Column
 * @property {string} id
 * @property {string} title
 * @property {boolean} [isNumber]
 * @property {(row: number) => any} value  what it is put in order by and written into a file; numbers as numbers
 * @property {(row: number) => any} [text]  what is read; its value where it does not say
 * @property {(row: number) => string} [look]  a class of its cell
 * @property {number} [wide]  its share of the width
 * @property {() => unknown} [moves]  where its order changes with time: another answer when it is to be put in order again
 */

/** Rows that stand in full, without a window of their own. */
const FEW = 24;
/** Rows of a table on paper, at most. */
const ON_PAPER = 500;

export const Table = {
  props: {
    label: { type: String, required: true },
    /** @type {any} */
    columns: { type: Array, required: true },
    count: { type: Number, required: true },
    /** What a row leads to; the first cell is a button then. */
    open: { type: Function, default: null },
    /** Whether rows have changed: anything that is another when they have. */
    version: { type: null, default: 0 },
    /** Another when values have changed that stand in no order: rows in sight are drawn again. */
    tick: { type: null, default: 0 },
    /** Where to begin: the name of a column, with "-" before it the greatest first. */
    sort: { type: String, default: "" },
    /** The name of a file of it; no file where there is none. */
    file: { type: String, default: "" },
    empty: { type: String, default: "" },
    /** Hears which rows are in sight. */
    seen: { type: Function, default: null },
  },
  setup(/** @type {any} */ props) {
    const box = ref(/** @type {HTMLElement|null} */ (null));
    const head = ref(/** @type {HTMLElement|null} */ (null));
    const text = ref("");
    const sort = ref(props.sort);
    const sight = ref({ top: 0, height: 600 });
    const rowHeight = ref(40);
    const current = ref(0);
    const isPaper = ref(false);
    const columnOf = () => props.columns.find((/** @type {Column} */ one) => one.id === sort.value.replace("-", ""));
    const isDown = () => sort.value.startsWith("-");

    /** What is searched, once for each state of the rows. */
    const texts = computed(() => {
      void props.version;
      void store.lang;
      const columns = props.columns;
      const known = /** @type {string[]} */ ([]);
      return (/** @type {number} */ row) => (known[row] ??= columns.map((/** @type {Column} */ one) => (one.text ?? one.value)(row)).join(" ").toLocaleLowerCase());
    });
    const rows = computed(() => {
      void props.version;
      const column = columnOf();
      void column?.moves?.();
      return arrange(props.count, { words: wordsOf(text.value), textOf: texts.value, valueOf: column ? column.value : null, isDown: isDown(), lang: store.lang });
    });
    const isLong = computed(() => rows.value.length > FEW);
    const drawn = computed(() => {
      if (isPaper.value) return { first: 0, last: Math.min(rows.value.length, ON_PAPER) };
      return isLong.value ? inSight(rows.value.length, rowHeight.value, sight.value.top, sight.value.height) : { first: 0, last: rows.value.length };
    });
    watch([text, sort], () => { current.value = 0; box.value?.scrollTo(0, 0); look(); });
    watch(() => rows.value.length, (length) => { current.value = Math.max(0, Math.min(current.value, length - 1)); });
    watch(() => [rows.value, drawn.value.first, drawn.value.last], () => props.seen?.(rows.value.slice(drawn.value.first, drawn.value.last)), { immediate: true });

    let asked = 0;
    function look() {
      asked = 0;
      if (!box.value) return;
      const { scrollTop, clientHeight } = box.value;
      // In steps of rows, so that a small movement asks for nothing.
      const step = rowHeight.value * 4;
      const top = Math.floor(scrollTop / step) * step;
      if (top !== sight.value.top || clientHeight !== sight.value.height) sight.value = { top, height: clientHeight + step };
    }
    const lookSoon = () => { if (!asked) asked = requestAnimationFrame(look); };
    /** @type {ResizeObserver|null} */
    let watching = null;
    const measure = () => {
      // Rows grow with the letters of the reader, and are as high as a finger where one points with it.
      const letters = parseFloat(getComputedStyle(document.documentElement).fontSize) || 16;
      rowHeight.value = Math.round(letters * (matchMedia("(pointer: coarse)").matches || innerWidth < 760 ? 2.75 : 2.375));
      look();
    };
    const paper = (/** @type {Event} */ event) => { isPaper.value = event.type === "beforeprint"; };
    onMounted(() => {
      measure();
      watching = new ResizeObserver(measure);
      if (box.value) watching.observe(box.value);
      for (const name of ["beforeprint", "afterprint"]) addEventListener(name, paper);
    });
    onBeforeUnmount(() => { watching?.disconnect(); for (const name of ["beforeprint", "afterprint"]) removeEventListener(name, paper); });

    /** Brings a row into sight and the focus to it. */
    async function goTo(/** @type {number} */ place) {
      current.value = place;
      if (box.value && isLong.value) {
        const above = head.value?.offsetHeight ?? 0;
        const top = place * rowHeight.value;
        const { scrollTop, clientHeight } = box.value;
        if (top < scrollTop) box.value.scrollTop = top;
        else if (top + rowHeight.value > scrollTop + clientHeight - above) box.value.scrollTop = top + rowHeight.value - clientHeight + above;
        look();
      }
      await nextTick();
      /** @type {HTMLElement|null|undefined} */ (box.value?.querySelector(`[data-place="${place}"]`))?.focus({ preventScroll: isLong.value });
    }
    function keydown(/** @type {KeyboardEvent} */ event) {
      if (event.ctrlKey || event.metaKey || event.altKey || !(/** @type {HTMLElement} */ (event.target)).closest("tbody, .rows-box")) return;
      if (/** @type {HTMLElement} */ (event.target).closest("thead")) return;
      const page = Math.max(1, Math.floor(((box.value?.clientHeight ?? 400) - (head.value?.offsetHeight ?? 0)) / rowHeight.value) - 1);
      const to = stepTo(event.key, current.value, rows.value.length, page);
      if (to !== undefined) goTo(to);
      else if (event.key === "Enter" && props.open && rows.value.length) props.open(rows.value[current.value]);
      else return;
      event.preventDefault();
      event.stopPropagation();
    }
    function take() {
      const heads = props.columns.map((/** @type {Column} */ one) => one.title);
      give(new Blob([csv(heads, rows.value.map((row) => props.columns.map((/** @type {Column} */ one) => one.value(row))))], { type: "text/csv;charset=utf-8" }), props.file);
    }
    const turn = (/** @type {Column} */ column) => {
      const first = column.isNumber ? `-${column.id}` : column.id;
      sort.value = sort.value === first ? (column.isNumber ? column.id : `-${column.id}`) : first;
    };

    function headOf(/** @type {Column} */ column, /** @type {number} */ place) {
      const isSorted = columnOf() === column;
      return h("th", { key: column.id, scope: "col", role: "columnheader", "aria-colindex": place + 1, class: column.isNumber ? "number" : "", "aria-sort": isSorted ? (isDown() ? "descending" : "ascending") : "none" },
        h("button", { type: "button", class: "rows-sort", onClick: () => turn(column) }, [h("span", column.title), h("span", { class: "rows-way", "aria-hidden": "true" }, isSorted ? (isDown() ? "▾" : "▴") : "")]));
    }
    function rowOf(/** @type {number} */ row, /** @type {number} */ place) {
      const style = isLong.value && !isPaper.value ? { position: "absolute", top: `${place * rowHeight.value}px`, height: `${rowHeight.value}px` } : undefined;
      return h("tr", { key: row, role: "row", "aria-rowindex": place + 2, "data-place": place, tabindex: place === current.value ? 0 : -1, style, onFocus: () => { current.value = place; },
        onClick: () => { if (props.open && !getSelection()?.toString()) { current.value = place; props.open(row); } }, class: props.open ? "leads" : "" },
      props.columns.map((/** @type {Column} */ column, /** @type {number} */ at) => {
        const said = (column.text ?? column.value)(row) ?? "–";
        return h(at ? "td" : "th", { key: column.id, role: at ? "gridcell" : "rowheader", "aria-colindex": at + 1, class: [column.isNumber ? "number" : "", column.look?.(row) ?? ""], title: typeof said === "string" && said.length > 18 ? said : undefined, ...(at ? {} : { scope: "row" }) }, said);
      }));
    }

    return () => {
      void props.tick;
      const { columns, label, count } = props;
      const { first, last } = drawn.value;
      const all = rows.value;
      const share = columns.map((/** @type {Column} */ one) => `minmax(0, ${one.wide ?? 1}fr)`).join(" ");
      return h("div", { class: ["rows", { long: isLong.value && !isPaper.value }], style: { "--rows": share } }, [
        count > FEW || props.file ? h("div", { class: "rows-tools" }, [
          count > FEW ? h("input", { type: "search", class: "rows-search", value: text.value, placeholder: t("rows.search"), "aria-label": `${t("rows.search")}: ${label}`, onInput: (/** @type {any} */ event) => { text.value = event.target.value; } }) : null,
          h("p", { class: "quiet rows-count", role: "status" }, all.length === count ? t("rows.count", { count: number(count, 0) }) : t("rows.found", { count: number(all.length, 0), all: number(count, 0) })),
          props.file ? iconButton(t("rows.take"), "download", take) : null]) : null,
        all.length === 0 ? h("p", { class: "quiet" }, count ? t("rows.none") : props.empty) : h("div", { ref: box, class: "rows-box", onScroll: lookSoon, onKeydown: keydown }, [
          h("table", { role: "grid", "aria-label": label, "aria-rowcount": all.length + 1, "aria-colcount": columns.length, "aria-readonly": "true" }, [
            h("thead", { ref: head, role: "rowgroup" }, h("tr", { role: "row", "aria-rowindex": 1 }, columns.map(headOf))),
            h("tbody", { role: "rowgroup", style: isLong.value && !isPaper.value ? { height: `${all.length * rowHeight.value}px` } : undefined }, all.slice(first, last).map((row, i) => rowOf(row, first + i)))])]),
        isPaper.value && all.length > ON_PAPER ? h("p", { class: "quiet" }, t("rows.paper", { count: number(ON_PAPER, 0), all: number(all.length, 0) })) : null,
      ]);
    };
  },
};
