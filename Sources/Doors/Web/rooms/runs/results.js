// What a run found: the indicators beside the baseline's, which field is on the map, and how far both may be trusted.
import { h, ref } from "../../vendor/vue.js";
import { address } from "../../core/api.js";
import { store } from "../../core/store.js";
import { difference, fieldTitle, number, t, unit, word } from "../../core/i18n.js";
import { button, errorNote, verdictStrip } from "../../core/parts.js";
import { known } from "../how/ask.js";
import { openCard } from "../how/cards.js";
import { BeforeAfter } from "../compare/beforeafter.js";
import { Answer, hasAnswer } from "./answer.js";
import { Balance } from "./balance.js";
import { Closed } from "./closed.js";
import { changeOf, choose, digits, isChanged, isOnMap, judged, rowTitle } from "./runs.js";
import { toggleTool } from "../tools/tools.js";
import { Sites } from "./sites.js";
import { Buses, isOfLine } from "../traffic/buses.js";
import { isOfJunction, Junctions } from "../traffic/junctions.js";
import { Trips } from "../traffic/trips.js";
import { Worst } from "../traffic/worst.js";

const showsAll = ref(false);
const filter = ref("");

/** The verdicts of some models on this city. */
export const verdictsOf = (/** @type {string[]} */ models) =>
  store.city.verdicts.filter((/** @type {any} */ one) => models.includes(one.model));

function change(/** @type {any} */ row) {
  const by = changeOf(row);
  if (by === null) return h("td", { class: "number" }, "–");
  const how = judged(row);
  const sign = by === 0 ? "=" : by > 0 ? "▲" : "▼";
  return h("td", { class: ["number", "delta", how ?? ""] }, [
    h("span", { "aria-hidden": "true" }, `${sign} `), by === 0 ? h("span", { class: "hidden" }, t("judged.same")) : difference(by, digits(row)),
    how ? h("small", t(`judged.${how}`)) : null, interval(row.differenceLow, row.differenceHigh, row, difference)]);
}

/** Where the number lies, as far as that is known. */
const interval = (/** @type {number|null} */ low, /** @type {number|null} */ high, /** @type {any} */ row, say = number) => ((low ?? null) === null || (high ?? null) === null ? null
  : h("small", { class: "interval" }, `${say(low, digits(row))} – ${say(high, digits(row))}`));

/** What an indicator is about: a kind of place, or a whole model. */
const groupOf = (/** @type {any} */ row) => {
  const [model, kind] = row.id.split(".");
  return model === "access" ? word(`kind.${kind}`, kind) : word(`model.${model}`, model);
};

/** How much a row changes beside what it was, to put the most changed first. */
const weight = (/** @type {any} */ row) => {
  const by = changeOf(row);
  return by === null ? (isChanged(row) ? Infinity : 0) : Math.abs(by) / Math.max(1, Math.abs(row.baseline));
};

/** Rows by what they are about, the most changed group first; those that were not there stay in their order. */
function groups(/** @type {any[]} */ rows) {
  const found = new Map();
  for (const row of rows) {
    const name = groupOf(row);
    if (!found.has(name)) found.set(name, []);
    found.get(name).push(row);
  }
  return [...found].map(([name, members]) => ({ name, members, weight: Math.max(...members.map(weight)), isFirst: members[0].id.startsWith("exposure.") }))
    .sort((a, b) => Number(b.isFirst && b.weight > 0) - Number(a.isFirst && a.weight > 0) || (b.weight === a.weight ? 0 : b.weight - a.weight));
}

function table(/** @type {any[]} */ rows) {
  return h("div", { class: "table-wrap", tabindex: 0, role: "region", "aria-label": t("results.table") }, [
    h("table", { class: "indicators" }, [
      h("caption", { class: "hidden" }, t("results.caption", { scenario: store.run.scenario })),
      h("thead", h("tr", [h("th", { scope: "col" }, t("results.indicator")), h("th", { scope: "col", class: "number" }, t("results.baseline")),
        h("th", { scope: "col", class: "number" }, t("results.scenario")), h("th", { scope: "col", class: "number" }, "Δ")])),
      ...groups(rows).map(({ name, members }) => h("tbody", { key: name }, [
        h("tr", { class: "group" }, h("th", { scope: "rowgroup", colspan: 4 }, name)),
        ...members.map((row) => h("tr", { key: row.id + row.place }, [
          h("th", { scope: "row", title: row.why }, [rowTitle(row), h("small", ` ${unit(row.unit)}`),
            (row.value ?? null) === null ? h("small", { class: "because", lang: "en" }, row.why) : null]),
          h("td", { class: "number" }, [number(row.baseline, digits(row)), interval(row.baselineLow, row.baselineHigh, row)]),
          h("td", { class: "number" }, [known(`indicator:${row.id}@${row.place}`, number(row.value, digits(row))), interval(row.low, row.high, row)]), change(row)])),
      ])),
    ]),
  ]);
}

function picker() {
  const { run, shown } = store;
  const fields = run.fields.filter(isOnMap);
  if (fields.length === 0) return null;
  const models = [...new Set(fields.map((/** @type {any} */ one) => one.model))];
  return h("div", { class: "stack" }, [
    h("label", { for: "field" }, t("results.onMap")),
    h("select", { id: "field", value: shown?.name ?? "", onChange: (/** @type {any} */ event) => {
      const next = fields.find((/** @type {any} */ one) => one.name === event.target.value);
      choose(event.target.value, next?.palette === "depth" ? "scenario" : shown?.mode ?? "change");
    } }, [
      h("option", { value: "" }, t("results.noField")),
      ...models.map((model) => h("optgroup", { key: model, label: word(`model.${model}`, model) },
        fields.filter((/** @type {any} */ one) => one.model === model).map((/** @type {any} */ one) => h("option", { value: one.name }, fieldTitle(one)))))]),
    shown ? h("div", { class: "segmented", role: "group", "aria-label": t("results.which") }, ["change", "scenario", "baseline"].map((mode) =>
      h("button", { type: "button", key: mode, "aria-pressed": shown.mode === mode, onClick: () => choose(shown.name, /** @type {any} */ (mode)) }, t(`shown.${mode}`)))) : null,
    store.fieldError ? errorNote(store.fieldError, () => shown && choose(shown.name, shown.mode)) : null,
  ]);
}

/** The answer of the run at hand; nothing before there is one. */
export function Results() {
  const { run } = store;
  if (!run) return null;
  // The numbers of a junction, and of a bus line, stand in a table of their own.
  const told = run.rows.filter((/** @type {any} */ row) => !isOfJunction(row) && !isOfLine(row));
  const changed = told.filter(isChanged);
  // Which engine made the water, and where it left its range, is read beside its balance.
  const hasBalance = run.rows.some((/** @type {any} */ row) => /\.balance\./.test(row.id));
  const all = showsAll.value || changed.length === 0 ? told : changed;
  const wanted = filter.value.trim().toLocaleLowerCase();
  const rows = wanted ? all.filter((/** @type {any} */ row) => `${rowTitle(row)} ${row.id}`.toLocaleLowerCase().includes(wanted)) : all;
  const some = changed.length === 0 ? t("results.same") : t("results.changed", { count: number(changed.length, 0), all: number(told.length, 0) });
  const every = [
    all.length > 12 ? h("input", { type: "search", class: "filter", value: filter.value, placeholder: t("results.filter"), "aria-label": t("results.filter"),
      onInput: (/** @type {any} */ event) => { filter.value = event.target.value; } }) : null,
    rows.length ? table(rows) : h("p", { class: "quiet", role: "status" }, t("results.noneFits", { text: filter.value })),
    changed.length > 0 && changed.length < told.length
      ? button(t(showsAll.value ? "results.onlyChanged" : "results.all", { all: number(told.length, 0) }), () => { showsAll.value = !showsAll.value; }) : null,
  ];
  return h("section", { class: "results", "aria-labelledby": "results-title" }, [
    h("h2", { id: "results-title" }, t("results.title")),
    hasAnswer() ? null : h("p", { class: "quiet" }, some),
    verdictStrip(verdictsOf(run.models.map((/** @type {any} */ one) => one.model))),
    h("p", { class: "how" }, [t("cards.title"), ": ", ...run.models.map((/** @type {any} */ one, /** @type {number} */ place) => [place ? ", " : "",
      h("button", { type: "button", class: "link", onClick: () => openCard(one.model) }, word(`model.${one.model}`, one.model))])]),
    Answer(),
    Closed(),
    Sites(),
    h(Junctions),
    picker(),
    h(BeforeAfter),
    h(Worst),
    h(Trips),
    Buses(),
    hasBalance ? h("div", { class: "only-full" }, Balance()) : null,
    // Hundreds of numbers stand behind the few that were asked for.
    hasAnswer() ? h("details", { class: "every" }, [h("summary", [h("b", t("results.every")), " ", h("span", { class: "quiet" }, some)]), h("div", { class: "stack" }, every)]) : every,
    h("div", { class: "row" }, [
      button(t("results.twin"), () => toggleTool("table"), { attributes: { id: "results-twin", "aria-expanded": store.tool === "table" } }),
      // The council reads Malay or English; a new tab, so that the run stays at hand.
      h("a", { class: ["button", "plain", "report"], href: address(`runs/${run.run}/report?lang=${store.lang === "ms" ? "ms" : "en"}`), target: "_blank", rel: "noopener", title: t("results.reportHint") },
        t("results.report"))]),
    run.remarks.length ? h("details", { class: "remarks", open: hasBalance }, [h("summary", t("results.remarks")),
      h("ul", { lang: "en" }, run.remarks.map((/** @type {string} */ text, /** @type {number} */ place) => h("li", { key: place }, text)))]) : null,
    h("p", { class: "quiet digest", title: run.run }, `${t("results.run")} ${run.run.slice(0, 12)}`),
  ]);
}
