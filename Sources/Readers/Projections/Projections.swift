// Projections: between the coordinate systems the world publishes in and the plane of a city, through PROJ.
//
// Inside, everything is metres of the city's zone of Universal Transverse Mercator; files come in whatever their
// makers use. A `CoordinateSystem` is what an EPSG code, a WKT or a PROJ text describes; a `Transformation` carries
// positions from one to a city's plane and back, many at once; `CandidateSystems` answers the question "this file does
// not say what its numbers are: which of the country's systems would put it on the town?"
//
// Everywhere x is east (or longitude, in degrees) and y is north (or latitude), whatever order a registry prefers.
