// Flood: everything between a city and the engines that move water.
//
// Conditions say what the city does not decide: `Rain`, `Inflows`, `SeaLevel`, and `FloodSettings` how closely one looks. Changes
// bring them (`rain`, `inflow`, `sea-level`, `flood-settings`) or dig and build (`bank`, `wall`, `pond`, `drain`, `pump`,
// `infiltration`, `raise-street`, `terrain`), which writes the city's `WaterWorks`. `TownBasin` makes an engine's `Basin` of the city:
// the ground with its channels and walls, its roughness, what it takes in. `FloodModel` runs the engine, an ensemble beside it, and
// tells depths by the hour, peaks, arrival, hazard and probability. Equations and sources: Docs/models/flood-city.md.
