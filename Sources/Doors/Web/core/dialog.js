// A dialog over the page: the browser keeps the focus inside, Escape and a click beside it close it, and the focus goes back where it was.
import { h, onBeforeUnmount, onMounted, ref } from "../vendor/vue.js";
import { t } from "./i18n.js";
import { iconButton } from "./parts.js";
import { store } from "./store.js";

/** `name` is what `store.dialog` calls it, `title` its heading; the slot is its content. */
export const Dialog = {
  props: ["name", "title"],
  setup(/** @type {{name: string, title: string}} */ props, /** @type {any} */ { slots }) {
    const box = ref(/** @type {HTMLDialogElement|null} */ (null));
    onMounted(() => box.value?.showModal());
    onBeforeUnmount(() => { if (box.value?.open) box.value.close(); });
    return () => h("dialog", {
      ref: box, class: "dialog", id: `dialog-${props.name}`, "aria-labelledby": `dialog-${props.name}-title`,
      onClose: () => { if (store.dialog === props.name) store.dialog = ""; },
      onClick: (/** @type {MouseEvent} */ event) => { if (event.target === box.value) box.value?.close(); },
    }, h("div", { class: "dialog-inside" }, [
      h("header", [h("h2", { id: `dialog-${props.name}-title` }, props.title), iconButton(t("dialog.close"), "close", () => box.value?.close())]),
      h("div", { class: "dialog-body", tabindex: 0, role: "group", "aria-labelledby": `dialog-${props.name}-title` }, slots.default()),
    ]));
  },
};
