// The drawer a tool of the map stands in: at the right of the map, and over the sheet on a phone. Focus goes in with it and back where it was.
import { h, onBeforeUnmount, onMounted, watch } from "../../vendor/vue.js";
import { store } from "../../core/store.js";
import { t } from "../../core/i18n.js";
import { iconButton } from "../../core/parts.js";
import { closeTool, opened, TOOLS } from "./tools.js";

const isPhone = () => matchMedia("(max-width: 759px)").matches;

/** `name` is the tool that is open. */
export const Drawer = {
  props: ["name"],
  setup(/** @type {{name: string}} */ props) {
    const before = document.activeElement;
    onMounted(() => { if (opened.byHand) document.getElementById("drawer-close")?.focus({ preventScroll: true }); });
    onBeforeUnmount(() => {
      // Who put the focus elsewhere meanwhile keeps it there.
      if (!document.activeElement?.closest(".drawer")) return;
      const back = before instanceof HTMLElement && before.isConnected && before !== document.body ? before : document.getElementById(`open-${props.name}`);
      requestAnimationFrame(() => back?.focus({ preventScroll: true }));
    });
    // On a phone the drawer lies over the room that answers.
    watch(() => [store.selected, store.panel], () => { if (isPhone()) closeTool(); });
    return () => h("aside", { class: "drawer", "aria-label": t(`tab.${props.name}`) }, [
      iconButton(t("drawer.close"), "close", closeTool, { id: "drawer-close" }),
      h("div", { class: "drawer-body", id: "drawer-body", tabindex: 0, role: "region", "aria-label": t(`tab.${props.name}`) }, TOOLS.find((one) => one.name === props.name)?.panel())]);
  },
};
