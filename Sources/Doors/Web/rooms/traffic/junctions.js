// What is built, as an impact assessment tells it: the junctions around, before and after, by the applicant's trips and with mitigation, in the
// peak of a working day and of a Saturday.
import { h, ref } from "../../vendor/vue.js";
import { announce, store } from "../../core/store.js";
import { number, t, unit } from "../../core/i18n.js";
import { pieces } from "../map/edits.js";
import { flyTo } from "../map/map.js";
import { meeting } from "./meeting.js";

const NAME = /^traffic\.site\.(weekday|saturday)\.(volume|delay|queue|ratio|level)\.(before|after|stated|mitigated)$/;
const MEASURES = { volume: 0, delay: 0, queue: 0, ratio: 2, level: 0 };
const SIDES = ["before", "after", "stated", "mitigated"];
const DAYS = ["weekday", "saturday"];
const chosen = ref("weekday");

/** Whether a row tells of a single junction. */
export const isOfJunction = (/** @type {any} */ row) => Boolean(row.place) && NAME.test(row.id);

const rowOf = (/** @type {string} */ id) => store.run?.rows.find((/** @type {any} */ row) => row.id === `traffic.site.${id}`);

/** The junctions of a day in the order they are told: the greatest change first. */
function junctions(/** @type {string} */ day) {
  /** @type {Map<string, {key: string, streets: string[], hour: string, values: Map<string, number>}>} */
  const found = new Map();
  for (const row of store.run?.rows ?? []) {
    const parts = row.place ? NAME.exec(row.id) : null;
    if (!parts || parts[1] !== day || (row.value ?? null) === null) continue;
    // Its formula names the hour.
    const hour = /, (\d+):00 on a /.exec(row.why ?? "")?.[1] ?? "";
    const one = found.get(row.place) ?? { key: row.place, streets: row.placeName?.split(" / ") ?? [], hour, values: new Map() };
    found.set(row.place, one);
    one.values.set(`${parts[2]}.${parts[3]}`, row.value);
  }
  return [...found.values()];
}

const title = (/** @type {ReturnType<typeof junctions>[0]} */ one) => (one.streets.length ? one.streets.join(" / ") : t("junctions.nameless", { key: one.key }));

async function fly(/** @type {ReturnType<typeof junctions>[0]} */ one) {
  const streets = await Promise.all(one.streets.map((name) => pieces("named", name)));
  const position = meeting(streets, one.key);
  if (position) flyTo(position, 17);
  else announce(t("junctions.lost", { name: title(one) }));
}

const letter = (/** @type {number} */ level) => "ABCDEF"[Math.min(5, Math.max(0, Math.round(level) - 1))];

function cell(/** @type {ReturnType<typeof junctions>[0]} */ one, /** @type {string} */ measure, /** @type {string} */ side) {
  const value = one.values.get(`${measure}.${side}`);
  if (value === undefined) return "–";
  if (measure !== "level") return number(value, MEASURES[measure]);
  const parts = side === "stated" && value !== one.values.get("level.after");
  return [h("b", { class: ["service", `service-${letter(value)}`] }, letter(value)),
    parts ? [h("span", { "aria-hidden": "true" }, " ≠"), h("span", { class: "hidden" }, ` ${t("junctions.part")}`)] : null];
}

function table(/** @type {ReturnType<typeof junctions>} */ all, /** @type {string[]} */ sides) {
  const units = { volume: "veh/h", delay: "s", queue: "m", ratio: "", level: "" };
  return h("div", { class: "table-wrap", tabindex: 0, role: "region", "aria-label": t(`junctions.${chosen.value}`) }, h("table", [
    h("caption", { class: "hidden" }, `${t("junctions.title")}, ${t(`junctions.${chosen.value}`)}`),
    h("thead", h("tr", [h("th", { scope: "col" }, t("junctions.measure")), ...sides.map((side) => h("th", { key: side, scope: "col", class: "number" }, t(`junctions.${side}`)))])),
    ...all.map((one) => h("tbody", { key: one.key }, [
      h("tr", { class: "group" }, h("th", { scope: "rowgroup", colspan: sides.length + 1 }, [
        one.streets.length ? h("button", { type: "button", class: "link", onClick: () => fly(one) }, title(one)) : title(one),
        one.hour ? h("small", ` ${t("junctions.from", { time: `${one.hour.padStart(2, "0")}:00` })}`) : null])),
      ...Object.keys(MEASURES).map((measure) => h("tr", { key: measure }, [
        h("th", { scope: "row" }, [t(`junctions.${measure}`), units[measure] ? h("small", ` ${unit(units[measure])}`) : null]),
        ...sides.map((side) => h("td", { key: side, class: "number" }, cell(one, measure, side)))]))]))]));
}

/** What the development adds, and how many junctions that reaches. */
function summary() {
  const [ours, stated] = [rowOf("trips"), rowOf("stated-trips")];
  const [count, worse] = [rowOf(`${chosen.value}.junctions`), rowOf(`${chosen.value}.junctions-worse`)];
  return [
    ours ? h("p", [t("junctions.trips", { ours: number(ours.value, 0) }), stated ? `, ${t("junctions.stated.trips", { stated: number(stated.value, 0) })}` : "."]) : null,
    count ? h("p", t("junctions.count", { count: number(count.value, 0), worse: number(worse?.value ?? 0, 0) })) : null];
}

/** The card of what is built; nothing where nothing is. */
export const Junctions = {
  render() {
    const days = DAYS.filter((day) => rowOf(`${day}.junctions`) || junctions(day).length);
    if (days.length === 0) return null;
    if (!days.includes(chosen.value)) chosen.value = days[0];
    const all = junctions(chosen.value);
    const sides = SIDES.filter((side) => all.some((one) => one.values.has(`volume.${side}`)));
    return h("section", { class: "card junctions", "aria-labelledby": "junctions-title" }, [
      h("h3", { id: "junctions-title" }, t("junctions.title")),
      h("div", { class: "segmented", role: "group", "aria-label": t("junctions.which") }, days.map((day) =>
        h("button", { type: "button", key: day, "aria-pressed": chosen.value === day, onClick: () => { chosen.value = day; } }, t(`junctions.${day}`)))),
      ...summary(),
      all.length ? table(all, sides) : null,
      sides.includes("stated") ? [h("p", { class: "quiet" }, t("junctions.partNote")), h("p", { class: "quiet" }, t("site.unchecked"))] : null,
    ]);
  },
};
