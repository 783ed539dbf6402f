// RunRoutes
