// Whether a city is being made: New city then stands in place of the rooms.
import { reactive } from "../../vendor/vue.js";
import { store } from "../../core/store.js";

/** Whether somebody opened New city. */
export const making = reactive({ isOpen: false });

/** Whether New city is what the page shows. */
export const isMaking = () => making.isOpen || store.isEmpty;
