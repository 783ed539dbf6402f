// Scenarios: from a text that says "what if" to numbers beside the baseline's.
//
// A **catalogue** lists the models and the changes there are, one line an entry, and orders the models by what they use
// and offer. A **scenario** is a name, an ordered list of changes and the models to ask; it is read from YAML or JSON and a
// word that is not known is an error that names file, line and the nearest word that is. The **runner** applies the
// changes to the city and to the conditions, runs the models twice — without and with them — and sets the numbers side
// by side; a run that was stored under the same name is read instead of run again. The **job queue** does that one
// scenario at a time for the server, remembers what it was asked for across restarts, and can be asked to stop.
