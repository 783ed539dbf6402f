import Modelling
public import Replica
public import Routing

extension CounterPassings {
  /// The passings of trips on their quickest ways, everyone alone on the street or at the times given.
  ///
  /// `weights` are what each link takes for a class of vehicle, those of empty streets where nothing is given. The same for any number of threads. O(trips × edges above both ends).
  public init(
    of trips: DemandTrips, at counters: [TrafficCounter], stations: Int, in streets: Streets,
    weights: ((VehicleClass) throws -> LinkWeights)? = nil, threads: Int = 2
  ) throws {
    let graph = try StreetGraph(streets, for: .motor)
    let hierarchy = try ContractionHierarchy(graph, order: ContractionOrder(graph))
    var ways: [VehicleClass: (times: LinkWeights, weighted: WeightedHierarchy)] = [:]
    for vehicle in Set(trips.classes).sorted().compactMap(VehicleClass.init(rawValue:)) {
      let times = try weights?(vehicle) ?? LinkWeights(streets, mode: .car, vehicle: vehicle)
      ways[vehicle] = (times, try hierarchy.weighted(times))
    }
    let book = CounterBook(counters)
    let chunk = 2_048
    var parts = [(entries: [Entry], lost: Int)](repeating: ([], 0), count: (trips.count + chunk - 1) / chunk)
    try parts.withUnsafeMutableBufferPointer { buffer in
      // Each chunk writes its own part only.
      nonisolated(unsafe) let out = buffer
      let ways = ways
      try parallel(over: trips.count, chunk: chunk, threads: threads) { range in
        var entries: [Entry] = []
        var lost = 0
        let searches = ways.mapValues { RouteSearch($0.weighted) }
        for trip in range {
          let vehicle = trips.vehicle(trip)
          guard let search = searches[vehicle], let times = ways[vehicle]?.times.milliseconds else { continue }
          let ends = book.ends(of: trip, in: trips, stations: stations)
          let (from, to) = (LinkID(rawValue: trips.fromLinks[trip]), LinkID(rawValue: trips.toLinks[trip]))
          var clock = Double(trips.departs[trip])
          func pass(_ link: LinkID) {
            book.note(link, clock, ends, vehicle) { counter, share in
              entries.append(Entry(counter: Int32(counter), trip: Int32(trip), share: share))
            }
            clock += Double(times[link.index]) / 1_000
          }
          if from == to {
            pass(from)
            continue
          }
          let begin = [RouteEnd(vertex: graph.head(of: from, in: streets))]
          let end = graph.tails(of: to, in: streets).map { RouteEnd(vertex: $0.vertex) }
          guard times[to.index] < StreetGraph.longest, let route = search.route(from: begin, to: end) else {
            lost += 1
            continue
          }
          pass(from)
          for link in route.links { pass(link) }
          pass(to)
        }
        out[range.lowerBound / chunk] = (entries, lost)
      }
    }
    self.init(counters: counters.count, parts: parts)
  }
}
