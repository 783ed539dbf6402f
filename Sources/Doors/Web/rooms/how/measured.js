// Errors that were measured of the models, as figures; the page of the documentation beside each tells case, bar and how it was measured. What it was
// measured against stands in the catalogues under `measured.`. A figure that falls short of its bar says so.

/** @type {{model: string, word: string, figure: number[], unit: string, source: string, isShort?: boolean}[]} */
export const MEASURED = [
  { model: "flood", word: "flood.mass", figure: [1.8e-7], unit: "%", source: "Docs/models/flood-city.md" },
  { model: "flood", word: "flood.merewether", figure: [0.198], unit: "m", source: "Docs/models/flood.md" },
  { model: "flood", word: "flood.macdonald", figure: [0.32, 0.67], unit: "%", source: "Docs/models/flood.md" },
  { model: "flood", word: "flood.marks", figure: [0.14, 0.18], unit: "m", source: "Docs/models/flood-city.md" },
  { model: "flood", word: "flood.drains", figure: [0.1, 2.7], unit: "%", source: "Docs/models/drains.md" },
  { model: "exposure", word: "exposure.buildings", figure: [0.05, 0.13], unit: "%", source: "Docs/models/exposure.md" },
  { model: "exposure", word: "exposure.streets", figure: [0.002, 0.014], unit: "%", source: "Docs/models/exposure.md" },
  { model: "traffic", word: "traffic.delay", figure: [-13, 11], unit: "%", source: "Docs/models/queues.md" },
  { model: "traffic", word: "traffic.pasubio", figure: [0.79], unit: "", source: "Docs/models/queues.md", isShort: true },
  { model: "traffic", word: "traffic.whatif", figure: [0.857], unit: "", source: "Docs/models/queues.md" },
  { model: "traffic", word: "traffic.counts", figure: [111], unit: "", source: "Docs/models/demand.md" },
  { model: "traffic", word: "traffic.heldout", figure: [13], unit: "", source: "Docs/models/demand.md" },
  { model: "traffic", word: "traffic.hersfeld", figure: [90], unit: "%", source: "Docs/models/traffic.md", isShort: true },
  { model: "access", word: "access.makati", figure: [9e-6], unit: "s", source: "Docs/models/access.md" },
  { model: "access", word: "access.networks", figure: [1e-9], unit: "s", source: "Docs/models/access.md" },
  { model: "city", word: "city.jakarta", figure: [0.01], unit: "km", source: "Docs/models/inventory.md" },
];
