// Drains: water below the street.
//
// A `DrainNetwork` is a value: nodes (junctions, storage, outfalls) and the links between them (conduits, pumps, orifices,
// weirs). A `DrainProblem` says in a sentence what is wrong with one. `DrainFlow` moves its water by the dynamic wave and
// exchanges it with the surface every step through `DrainInlet`s; its `DrainLedger` accounts for every cubic metre.
// `SwmmText` reads and writes EPA SWMM's .inp. Open monsoon drains come from the city's waterways (`DrainsOfCity`).
// `CulvertLink` and `PumpLink` carry water between cells of the surface. Docs/models/drains.md has the
// equations. A *section* is the shape across a conduit, an *invert* its bottom, the *crown* its top, the *rim* the level
// of the street over a node; *surcharge* is water under pressure.
