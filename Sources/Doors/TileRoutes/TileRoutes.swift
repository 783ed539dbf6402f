// TileRoutes
