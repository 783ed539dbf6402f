// Traffic: the city's day on its streets, and what a change does to it.
//
// A `TrafficTown` is a city's streets made ready: as queues (`StreetQueues` of Junctions) and as a hierarchy to find ways in (Routing).
// A `TrafficDay` says who drives (Demand, and what conditions make of it). An `Assignment` finds ways and runs the queues day by day until
// few have a quicker way left; its `DayOutcome` holds times by trip, link and hour. `TrafficModel` turns that into indicators and fields,
// and, where something is built, into an impact assessment. Changes lie beside what they change. See `Docs/models/traffic.md`.
