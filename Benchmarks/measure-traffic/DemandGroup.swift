import Demand
import Foundation
import Geography
import Measuring
import Modelling
import OpenStreetMap
import Replica
import Sandbox

/// Demand from the map alone and with counts.
enum DemandGroup {
  static func run(_ words: [String]) throws {
    switch words.first {
    case "counted" where words.count == 4: try CountedTown(net: words[1], counts: words[2], country: words[3]).run()
    case "town" where words.count == 2: try town(words[1])
    case "sandbox" where words.count == 2: try sandbox(people: Int(words[1]) ?? 0)
    default: throw Trouble(description: "give counted NET COUNTS COUNTRY, town MAP or sandbox PEOPLE")
    }
  }

  /// Trips a person, lengths and modes of a German town of which only the map is known, beside the ranges of Docs/models/demand.md.
  private static func town(_ path: String) throws {
    let summary = try TravelDemand(of: germanTown(path)).summary
    func row(_ bar: String, _ unit: String, _ ours: Double, _ range: ClosedRange<Double>?) throws {
      try Row(
        bar: bar, case: "Bad Hersfeld, map alone", unit: unit, ours: ours, limit: range?.lowerBound, isLeast: true
      )
      .print()
      if let range {
        try Row(bar: bar, case: "the same, at most", unit: unit, ours: ours, limit: range.upperBound).print()
      }
    }
    try row("people found", "", summary.people, nil)
    // 2.0–3.5 is the bar; MiD 2017 and 2023 have 3.1.
    try row("trips a person, weekday", "", summary.tripsPerPerson, 2.0...3.5)
    // MiD 2017: 12.5 km a trip, of which most leave a map of a town; on foot it is 1.6 km.
    try row("mean length inside the map", "km", summary.meanMetres / 1_000, 1.6...12.5)
    // MiD 2017: 43 % drive and 14 % ride along, over the country; in its smallest towns more, in metropolises 38 % together.
    try row("car share, driving and riding along", "", summary.share(of: .car), 0.38...0.70)
    for mode in [DemandMode.walk, .bicycle, .bus] { try row("share: \(mode)", "", summary.share(of: mode), nil) }
  }

  /// A made-up town of so many people: seconds, memory, and what a second thread brings.
  private static func sandbox(people: Int) throws {
    guard people > 0 else { throw Trouble(description: "give a number of people") }
    let city = try SandboxCity(people: people, seed: 1).build(threads: 2).city
    let name = "sandbox, \(people) people"
    let before = processorSeconds()
    let demand = try TravelDemand(of: city, threads: 1)
    try Row(bar: "a weekday's trips, CPU", case: name, unit: "s", ours: processorSeconds() - before, limit: nil).print()
    try Row(bar: "vehicle trips", case: name, unit: "", ours: Double(demand.trips.count), limit: nil).print()
    try Row(
      bar: "trips a person, weekday", case: name, unit: "", ours: demand.summary.tripsPerPerson, limit: 2.0,
      isLeast: true
    ).print()
    try Row(
      bar: "trips a person, weekday", case: "the same, at most", unit: "", ours: demand.summary.tripsPerPerson,
      limit: 3.5
    )
    .print()
    var same = true
    func wall(_ threads: Int) throws -> Double {
      let start = wallSeconds()
      let made = try TravelDemand(of: city, threads: threads)
      let seconds = wallSeconds() - start
      same = same && made.trips == demand.trips
      return seconds
    }
    // In turns, so that the machine's moods hit both alike.
    var (one, two) = (Double.infinity, Double.infinity)
    for _ in 0..<3 {
      one = min(one, try wall(1))
      two = min(two, try wall(2))
    }
    guard same else { throw Trouble(description: "two threads made other trips than one") }
    try Row(bar: "demand on two threads (wall)", case: name, unit: "×", ours: one / two, limit: 1.6, isLeast: true)
      .print()
    try Row(bar: "memory, with the city", case: name, unit: "GB", ours: mostMemory() / 1024, limit: 6).print()
  }
}
