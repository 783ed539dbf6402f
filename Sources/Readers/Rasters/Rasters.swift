// Rasters
