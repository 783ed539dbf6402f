// ShallowWater: water that moves over a raster.
//
// A `Basin` is the ground an engine runs on: square cells, their bed, roughness, what they can hold and what stands on their
// edges. A `Forcing` is what moves the water: rain, evaporation, inflows, levels at the rim. A `WaterExchange` takes water
// from some cells and gives it to others, once a step: a culvert, a pump, the inlets of a drain network. Two engines answer:
// `LiveEngine` (local inertia, fast) and `ReferenceEngine` (finite volume, for dam breaks and steep flow); both keep a
// `WaterBalance` in which every cubic metre is accounted for, and `Peaks`. Nothing here knows of a city.
