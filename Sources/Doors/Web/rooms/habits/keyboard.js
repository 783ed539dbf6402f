// The list of all keys, by topic, as the table of keys has them.
import { h } from "../../vendor/vue.js";
import { Dialog } from "../../core/dialog.js";
import { t } from "../../core/i18n.js";
import { button } from "../../core/parts.js";
import { bring } from "../../core/fetched.js";
import { KEYS, single, turnSingle } from "../../core/keys.js";

const TOPICS = ["page", "map", "time", "scenario"];
const SIGNS = { ArrowUp: ["↑", "keyboard.up"], ArrowDown: ["↓", "keyboard.down"], ArrowLeft: ["←", "keyboard.left"], ArrowRight: ["→", "keyboard.right"] };
const CAPS = { Escape: "Esc", shift: "Shift", alt: "Alt" };

/** What stands on the key. */
function cap(/** @type {string} */ name) {
  if (SIGNS[name]) return h("kbd", [h("span", { "aria-hidden": "true" }, SIGNS[name][0]), h("span", { class: "hidden" }, t(SIGNS[name][1]))]);
  if (name === "mod") return h("kbd", /Mac|iPhone|iPad/.test(navigator.platform) ? "⌘" : "Ctrl");
  if (name === " ") return h("kbd", t("keyboard.space"));
  return h("kbd", CAPS[name] ?? name.toUpperCase());
}

/** Keys that are held together, joined; others side by side. */
const combination = (/** @type {string} */ text) => h("span", { class: "keys-held" },
  (text === "+" ? ["+"] : text.split("+")).flatMap((name, place) => (place ? [h("span", { "aria-hidden": "true" }, "+"), cap(name)] : [cap(name)])));

export const Keyboard = {
  setup: () => () => h(Dialog, { name: "keyboard", title: t("keyboard.title") }, () => [
    ...TOPICS.map((topic) => h("section", { key: topic, "aria-labelledby": `keys-${topic}` }, [
      h("h3", { id: `keys-${topic}` }, t(`keyboard.topic.${topic}`)),
      h("dl", { class: "keys" }, KEYS.filter((one) => one.topic === topic).map((one) => h("div", { key: one.word }, [
        h("dt", one.keys.map((name) => combination(name))), h("dd", t(one.word))])))])),
    h("div", { class: "row" }, [button(t("tour.again"), () => { bring("tour").then(({ beginTour }) => beginTour()).catch(() => {}); }, { attributes: { id: "tour-again" } })]),
    h("label", { class: "check" }, [
      h("input", { type: "checkbox", id: "keys-single", checked: single.isOn, onChange: (/** @type {any} */ event) => turnSingle(event.target.checked) }), t("keyboard.single")]),
    h("p", { class: "quiet" }, t("keyboard.singleWhy")),
  ]),
};
