// CityRoutes
