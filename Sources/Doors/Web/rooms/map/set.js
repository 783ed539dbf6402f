// What a layer is to look like, said where it is something else: a map draws itself whole for whatever it is told, also for what it shows already.

/** What a layer has that was told nothing. */
const DEFAULT = /** @type {Record<string, any>} */ ({ visibility: "visible" });

/** Sets a property of a layer's layout or paint, where it is another. */
export function set(/** @type {any} */ map, /** @type {string} */ layer, /** @type {string} */ name, /** @type {any} */ value) {
  const isLayout = name === "visibility";
  const had = (isLayout ? map.getLayoutProperty(layer, name) : map.getPaintProperty(layer, name)) ?? DEFAULT[name] ?? (name.endsWith("-opacity") ? 1 : undefined);
  if (had === value || JSON.stringify(had) === JSON.stringify(value)) return;
  if (isLayout) map.setLayoutProperty(layer, name, value);
  else map.setPaintProperty(layer, name, value);
}
