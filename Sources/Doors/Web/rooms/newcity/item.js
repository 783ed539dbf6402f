// A file of a city in the making: what it was taken for and why, what is to mend, and where it would land.
import { h } from "../../vendor/vue.js";
import { has, number, t } from "../../core/i18n.js";
import { button, icon, iconButton } from "../../core/parts.js";
import { choose, desk, lookAt, takeOut } from "./desk.js";
import { COLOURS, distance, KINDS, said, size } from "./words.js";

const words = { has, t };

/** A file on its way. */
export function Sending(/** @type {any} */ line) {
  return h("li", { class: ["newcity-item", line.error ? "bad" : ""], key: `sending-${line.name}` }, [
    h("div", { class: "newcity-head" }, [h("b", line.name), h("small", size(line.size, number)),
      line.error ? iconButton(t("newcity.dismiss", { file: line.name }), "close", () => { desk.sending = desk.sending.filter((one) => one !== line); })
        : iconButton(t("newcity.stopFile", { file: line.name }), "close", () => line.request?.abort())]),
    line.error ? h("p", { class: "complaint", role: "alert" }, line.error)
      : [h("progress", { max: line.size, value: line.sent, "aria-label": t("newcity.sendingFile", { file: line.name }) }),
        h("p", { class: "quiet" }, line.sent >= line.size ? t("newcity.looking") : t("newcity.sent", { sent: size(line.sent, number), of: size(line.size, number) }))],
  ]);
}

function what(/** @type {any} */ item) {
  if (item.content === "features") return t(`newcity.shape.${item.shape}`, { count: number(item.count, 0) });
  if (item.content === "raster") return `${number(item.columns, 0)} × ${number(item.rows, 0)} · ${number(item.least, 1)} … ${number(item.greatest, 1)} ${item.unit}`;
  return "";
}

function kindField(/** @type {any} */ item) {
  const id = `kind-${item.id}`;
  return h("div", { class: "field" }, [
    h("label", { for: id }, t("newcity.is")),
    h("select", { id, value: item.leaveOut ? "none" : item.kind ?? "", onChange: (/** @type {any} */ event) => {
      const { value } = event.target;
      choose(item.id, value === "none" ? { leaveOut: true } : { leaveOut: false, kind: value });
    } }, [
      item.kind || item.leaveOut ? null : h("option", { value: "" }, t("newcity.unknown")),
      ...KINDS.map((kind) => h("option", { value: kind }, t(`newcity.kind.${kind}`))), h("option", { value: "none" }, t("newcity.leaveOut")),
    ]),
  ]);
}

function column(/** @type {any} */ item, /** @type {"nameField"|"peopleField"} */ which) {
  const id = `${which}-${item.id}`;
  const fields = which === "peopleField" ? item.fields.filter((/** @type {any} */ field) => field.isNumber) : item.fields;
  const chosen = item.fields.find((/** @type {any} */ field) => field.name === item[which]);
  return h("div", { class: "field" }, [
    h("label", { for: id }, t(`newcity.${which}`)),
    h("select", { id, value: item[which], onChange: (/** @type {any} */ event) => choose(item.id, { [which]: event.target.value }) }, [
      h("option", { value: "" }, "–"), ...fields.map((/** @type {any} */ field) => h("option", { value: field.name }, field.name)),
    ]),
    chosen ? h("p", { class: "quiet" }, which === "peopleField" && chosen.sum !== null ? t("newcity.sum", { sum: number(chosen.sum, 0) }) : chosen.samples.slice(0, 3).join(" · ")) : null,
  ]);
}

function placements(/** @type {any} */ item) {
  if (desk.isPlacing && !desk.placements.length) return h("p", { class: "quiet", role: "status" }, t("newcity.placing"));
  const typed = h("form", { class: "row", onSubmit: (/** @type {any} */ event) => { event.preventDefault(); const value = event.target.elements.system.value.trim(); if (value) choose(item.id, { system: value }); } }, [
    h("label", { class: "hidden", for: `system-${item.id}` }, t("newcity.typeSystem")),
    h("input", { id: `system-${item.id}`, name: "system", class: "newcity-code", placeholder: "EPSG:…", autocomplete: "off" }), h("button", { type: "submit", class: "button plain" }, t("newcity.use")),
  ]);
  if (!desk.placements.length) return h("div", { class: "stack" }, [h("p", { class: "complaint" }, t(desk.one.town ? "newcity.noPlacement" : "newcity.townFirst")), typed]);
  return h("fieldset", { class: "newcity-places" }, [
    h("legend", t("newcity.where", { file: item.file })),
    ...desk.placements.map((one, place) => h("label", { class: "newcity-place", key: one.system }, [
      h("input", { type: "radio", name: `place-${item.id}`, value: one.system, checked: item.system.chosen === one.system, onChange: () => choose(item.id, { system: one.system }) }),
      h("i", { class: "swatch", style: { background: COLOURS[place % COLOURS.length] }, "aria-hidden": "true" }),
      h("span", [h("b", one.title), h("small", ` ${one.system}${Number.isFinite(one.distance) ? ` · ${t("newcity.fromMiddle", { distance: distance(one.distance, number) })}` : ""}`)]),
    ])), typed,
  ]);
}

/** A set of data that has come. */
export function Item(/** @type {any} */ item) {
  const isSheet = ["zones", "sheet"].includes(item.kind) && item.fields;
  const isLookedAt = desk.placing === item.id;
  const mayMove = item.because && item.content !== "map" && item.kind && item.kind !== "sheet" && !item.failure && item.shape !== "table";
  return h("li", { class: ["newcity-item", item.failure ? "bad" : item.needsSystem ? "asks" : ""], key: item.id, "data-kind": item.kind ?? "" }, [
    h("div", { class: "newcity-head" }, [h("b", item.file), h("small", [what(item) || size(item.size, number)]), iconButton(t("newcity.takeOut", { file: item.file }), "trash", () => takeOut(item.id))]),
    item.failure ? h("p", { class: "complaint", role: "alert", lang: "en" }, item.failure) : !item.because ? h("p", { class: "quiet" }, t("newcity.looking")) : [
      kindField(item),
      !item.leaveOut ? h("p", { class: "quiet" }, said(item.because, "because", words)) : null,
      ...(item.leaveOut ? [] : item.problems.map((/** @type {any} */ one) => h("p", { class: "newcity-problem", key: one.code }, said(one, "problem", words)))),
      isSheet && !item.leaveOut ? h("div", { class: "newcity-columns" }, [column(item, "nameField"), column(item, "peopleField")]) : null,
      mayMove && !item.leaveOut ? (isLookedAt ? placements(item) : button(item.needsSystem ? t("newcity.choosePlace") : t("newcity.showPlace"), () => lookAt(item.id), { kind: item.needsSystem ? "main" : "plain" })) : null,
      mayMove && !item.needsSystem && !item.leaveOut ? h("p", { class: "quiet" }, [icon("target"), ` ${item.system.chosen || item.system.own}`]) : null,
    ],
  ]);
}
