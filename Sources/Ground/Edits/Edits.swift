// Edits: changes to the city that belong to no model.
//
// **close-streets** takes vehicle classes off streets, **open-street** draws a new one and ties it to those it meets,
// **speed-limit** slows or quickens streets, **build** puts a building with homes and jobs on a parcel, **add-place** and
// **remove-place** open and close hospitals, schools, stops …, **start** says when a run begins. Every change appends rows and marks rows as removed; none
// renumbers, so that a scenario's rows still mean what they mean in the baseline. A change that cannot be carried out
// throws a sentence and leaves the city as it was. Positions are WGS 84 here and city metres in the city.
