// Flood: where the water goes. From a city and its conditions it makes a `Basin` and a `Forcing`, runs an engine of
// ShallowWater, and says depths, speeds, arrival and probabilities.
