// Damage: what a depth of water costs, by the JRC's curves, and whom it endangers.
//
// A **curve** says which share of the greatest damage a depth does, by **asset class** (homes, commerce, industry, streets,
// farmland). The **greatest damage** of a m² comes from the local values of the city: what building costs, or the gross
// domestic product a head. The model `damage` prices the water of the conditions building by building, street by street
// and field by field, over the members of an ensemble and over return periods (**expected annual damage**), and tells how
// many people live where moving water is dangerous (**hazard**). Nothing is priced that the city has no value for.
