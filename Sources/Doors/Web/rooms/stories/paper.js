// A story on paper: each step a page with the map's picture, its legend and its words. The pictures are made one after the other, then the browser prints.
import { h } from "../../vendor/vue.js";
import { t } from "../../core/i18n.js";
import { store } from "../../core/store.js";
import { write } from "../../core/url.js";
import { compose } from "../habits/picture.js";
import { settled, theme } from "../map/map.js";
import { bring } from "./bring.js";
import { stories } from "./state.js";

/** How long a picture that never rests is waited for, and how short one must be waited for after a view was asked for, in milliseconds. */
const soon = () => new Promise((resolve) => { setTimeout(resolve, 120); });

/** The page of a step. */
function sheet(/** @type {import("./state.js").Step} */ step, /** @type {number} */ place, /** @type {number} */ count, /** @type {HTMLCanvasElement|null} */ picture) {
  const page = document.createElement("section");
  page.className = "story-page";
  const put = (/** @type {string} */ tag, /** @type {string} */ text, name = "") => {
    if (!text) return;
    const one = document.createElement(tag);
    one.textContent = text;
    one.className = name;
    page.append(one);
  };
  put("p", `${stories.story?.title ?? ""} · ${t("story.stepOf", { place: place + 1, count })}`, "story-page-head");
  put("h2", step.title);
  if (picture) {
    picture.setAttribute("role", "img");
    picture.setAttribute("aria-label", step.title || t("story.stepOf", { place: place + 1, count }));
    page.append(picture);
  }
  put("p", step.text, "story-page-text");
  return page;
}

/** Makes the pages and prints them; afterwards all is as it was. */
export async function printStory() {
  const steps = stories.story?.steps ?? [];
  const was = { view: write(), scenario: store.scenario, past: store.past, future: store.future, theme: store.theme };
  const box = document.getElementById("story-paper");
  if (!box) return;
  // By day: a map of the night is a sheet of ink.
  if (theme() === "dark") { store.theme = "light"; await settled(); }
  const pages = [];
  for (const [place, step] of steps.entries()) {
    stories.place = place;
    await bring(step.view, { isFull: false });
    const rest = settled();
    await soon();
    await rest;
    pages.push(sheet(step, place, steps.length, compose("light")));
  }
  box.replaceChildren(...pages);
  document.documentElement.dataset.paper = "story";
  await soon();
  window.print();
  delete document.documentElement.dataset.paper;
  box.replaceChildren();
  store.theme = was.theme;
  await bring(was.view, { isFull: false, scenario: was.scenario });
  Object.assign(store, { past: was.past, future: was.future });
}

/** Where the pages stand until they are printed. */
export const StoryPaper = () => h("div", { id: "story-paper", class: "story-paper" });
