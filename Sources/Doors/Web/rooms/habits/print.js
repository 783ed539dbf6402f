// The page on paper: the map's picture with its legend, then what stands in the panel. The picture is made when the browser is about to print.
import { h, onBeforeUnmount, onMounted, ref } from "../../vendor/vue.js";
import { captions, compose } from "./picture.js";

export const Paper = {
  setup() {
    const figure = ref(/** @type {HTMLElement|null} */ (null));
    const before = () => {
      const canvas = compose("light");
      if (!canvas) return;
      const { title, under } = captions();
      canvas.setAttribute("role", "img");
      canvas.setAttribute("aria-label", [title, under].filter(Boolean).join(", "));
      figure.value?.replaceChildren(canvas);
    };
    const after = () => figure.value?.replaceChildren();
    onMounted(() => { addEventListener("beforeprint", before); addEventListener("afterprint", after); });
    onBeforeUnmount(() => { removeEventListener("beforeprint", before); removeEventListener("afterprint", after); });
    return () => h("figure", { class: "paper", ref: figure });
  },
};
