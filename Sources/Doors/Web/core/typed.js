// A field that keeps what is being typed: a page drawn anew meanwhile, by an estimate or a sensor, does not put the old words back.
import { h, ref } from "../vendor/vue.js";

/** Like an input, or the `tag` given; `onCommit` has the text once the reader is done with it. */
export const Typed = {
  inheritAttrs: false,
  setup(/** @type {any} */ _, /** @type {any} */ { attrs }) {
    const text = ref(/** @type {string|null} */ (null));
    return () => {
      const { tag = "input", value, onCommit, ...rest } = attrs;
      return h(tag, { ...rest, value: text.value ?? value,
        onInput: (/** @type {any} */ event) => { text.value = event.target.value; },
        onChange: (/** @type {any} */ event) => {
          const written = event.target.value;
          text.value = null;
          onCommit(written);
          // What is not taken gives way to what holds.
          event.target.value = attrs.value;
        } });
    };
  },
};
