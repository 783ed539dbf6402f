// Vectors: features with attributes — footprints, zones, boundaries, places — read from files through GDAL.
//
// Shapefile, GeoPackage, GeoJSON, CSV with a header, KML, DXF, MapInfo, XLSX and ODS, each opened as a plain file. Geometry
// is carried into city metres by PROJ, many points at once; curves become lines; every area becomes a `MultiPolygon`
// with its rings oriented. A shape that crosses itself is mended, a ring left open is closed, and both are told.
//
// Words: a *layer* is a table of a file; a *feature* is a row with its geometry; a *value* is a text, a whole number or
// a number.
