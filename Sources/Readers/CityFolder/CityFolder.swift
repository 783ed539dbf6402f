// CityFolder
