// Inventory: what is in the city, counted.
//
// The model `city` adds up streets, buildings, people and places, so that every other number has its whole beside it.
// Words: a *street* is every segment of every class, counted once and not per direction; a *road* is a street of the
// classes motor vehicles use, motorway to busway.
