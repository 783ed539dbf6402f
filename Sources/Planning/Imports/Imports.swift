// Imports: a city made on the page, out of files that are dropped there.
//
// Its words: an *import* is a city in the making, with a folder of its own under `private/imports/` of the served folder; it goes when it was
// not touched for a day, and when the server ends. An *upload* is a file as it came; an *item* is what a reader opens: one upload, or the
// parts of a Shapefile together, or a file of an archive. An item is looked at as soon as it is there, and its *choice* is what a person
// says of it: what it is, in which coordinate system, by which fields. A *work* reads all items into a city, off the requests, and can be
// stopped. Only when that city is *adopted* does it take the place of the one that is served; until then nothing outside the folder
// has changed.
