// Rasters: grids of terrain, people and water depth, read from and written to files through GDAL.
//
// A raster keeps its cells as they came. What changes is how the city finds them: a `Placement` leads from city metres
// to column and row, affine when the file is in the city's own projection, otherwise a lattice of exact points from
// PROJ that is fine enough to be within 0.01 cell everywhere. "No data" becomes NaN; scale and offset are applied.
//
// Words: a *layer* is a grid with what its file says of it; the *window* is the part of a file that is read; *joining*
// puts neighbouring tiles of one lattice of cells into one grid.
