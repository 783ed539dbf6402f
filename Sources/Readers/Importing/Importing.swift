// Importing: the files a town already has, gathered into one City.
//
// An `ImportRequest` names files by layer; the `Importer` reads the map first, which tells where the town lies, then lays
// every other layer over it, cuts it to the town, and spreads people over zones and buildings. Where a file does not say
// in which coordinate system its numbers are, the systems that would put it on this town are listed (`NoSystem`). What
// was read, guessed, assumed and left out stands in the `ImportReport`.
//
// Words: the *town* is the boundary and its buffer, or the box of the map; the *catchment* is the ground whose rain runs
// through the town; *weights* are a raster's values when the total is stated, *counts* when it is not; a *storey* counts
// with its whole footprint as *floor area*.
