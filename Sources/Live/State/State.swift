// State: the twin now, or as it was at any moment of the past.
//
// Words. A *reading* is the newest usable observation of a stream with its freshness: how old it is, what is said of its
// quality, its unit and its place. A *live state* is the readings of all streams at a moment, and beside them every stream that
// has none, with the reason. A *snapshot* is the values a model starts from, which carries no ages: it is the same text whenever
// it is written, so that a what-if from the live state is the what-if from a file of those values.
//
// Where a model needs a field in place of stations, a *station field* makes it: hotspots are named and set aside, a *variogram*
// is fitted to the rest and *kriging* answers value and variance anywhere, with the error found by leaving each station out.
// Nothing here reads a clock, a file or a network: moments come as parameters.
