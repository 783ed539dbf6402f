// Exposure: what stands in water.
//
// Given a depth of water on the ground (the condition `water-depth`), the model `exposure` counts people, buildings, places and
// kilometres of street in water deeper than a **threshold** (0.3 m unless the scenario says otherwise). The change
// **flood-depth** brings such a depth from a raster. Words: a **cell** is a raster's cell; *no data* counts as dry,
// and its share is told; *deeper than* is strict.
